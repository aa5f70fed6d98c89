import { environment } from '../shared/kernel/environment.ts'

const read = new Map<string, Promise<string>>()

/**
 * What the secret of this ARN holds, asked for once a process; undefined without an ARN. The client is loaded with the first secret, so
 * that a home without secrets never loads it. Throws what the service throws; the next call asks again.
 */
export async function secretOf(arn: string | undefined): Promise<string | undefined> {
  if (arn === undefined) return undefined
  const asked = read.get(arn) ?? ask(arn)
  read.set(arn, asked)
  try {
    return await asked
  } catch (error) {
    read.delete(arn)
    throw error
  }
}

async function ask(arn: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
  const client = new SecretsManagerClient({ region: environment().AWS_REGION })
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }))
  client.destroy()
  if (SecretString === undefined) throw new TypeError(`The secret ${arn} holds no text`)
  return SecretString
}
