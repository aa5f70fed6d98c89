import { parseArgs } from 'node:util'
import { invokeOver, type Invoke } from './invoke.ts'
import { createRunner } from './runner.ts'

const USAGE = 'npm run asl -- --port N --data FOLDER [--lambda-endpoint URL]'

/** Without a Lambda endpoint every function is one that does not exist. */
const nowhere: Invoke = async (functionName) => ({
  failure: { error: 'Lambda.ResourceNotFoundException', cause: `Function not found: ${functionName} (no --lambda-endpoint was given)` },
})

function fail(sentence: string): never {
  console.error(`${sentence}\nUsage: ${USAGE}`)
  process.exit(2)
}

function readArguments() {
  try {
    return parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' }, 'lambda-endpoint': { type: 'string' } } }).values
  } catch (error) {
    return fail((error as Error).message)
  }
}

const given = readArguments()
const port = Number(given.port)
if (given.port === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) fail('--port takes a number from 0 to 65535.')
if (given.data === undefined || given.data === '') fail('--data takes the folder that keeps the executions.')
const endpoint = given['lambda-endpoint']
if (endpoint !== undefined && !URL.canParse(endpoint)) fail(`--lambda-endpoint takes an address: '${endpoint}' is none.`)

try {
  const invoke = endpoint === undefined ? nowhere : invokeOver(endpoint)
  const runner = await createRunner({ data: given.data, now: Date.now, invoke, port })
  console.log(`State machines run at ${runner.url}`)
  const stop = () => {
    runner.close().then(() => process.exit(0), () => process.exit(1))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  console.error(code === 'EADDRINUSE' ? `Port ${port} is in use: choose another with --port.` : `The runner could not start: ${message}`)
  process.exit(1)
}
