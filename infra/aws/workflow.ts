import { readFileSync } from 'node:fs'
import { ArnFormat, Aws, Names, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Grant, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { type MachineName, machineNames } from '../../shared/workflow/machines.ts'
import { acknowledge, acknowledgeWildcard } from './acknowledge.ts'
import { LOG_RETENTION, pascal } from './function.ts'

export type Machines = ReadonlyMap<MachineName, StateMachine>

/** What stands in a machine's file as it is written, with its `${…}`. */
export const definitionOf = (name: MachineName): string => readFileSync(new URL(`../../workflows/${name}.asl.json`, import.meta.url), 'utf8')

/** The `${…}` of a definition: the partition, and the task of each file. */
const placeholders = (text: string): Set<string> => new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, key]) => key ?? ''))

/** The machines of workflows/. Throws TypeError for one that calls a task which has no file. */
export function makeMachines(scope: Construct, tasks: ReadonlyMap<string, IFunction>): Machines {
  const byPlaceholder = new Map([...tasks].map(([name, task]) => [pascal(name), task]))
  return new Map(machineNames.map((name) => [name, makeMachine(scope, name, byPlaceholder)]))
}

function makeMachine(scope: Construct, name: MachineName, tasks: ReadonlyMap<string, IFunction>): StateMachine {
  const here = new Construct(scope, pascal(name))
  const text = definitionOf(name)
  const called = [...placeholders(text)].filter((key) => key !== 'Partition').map((key) => {
    const task = tasks.get(key)
    if (task === undefined) throw new TypeError(`workflows/${name}.asl.json calls ${key}, and functions/tasks has no such file`)
    return [key, task.functionArn] as const
  })
  const role = new Role(here, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com'), description: `The state machine ${name}` })
  // A policy of its own: as part of the role it would have to exist before the machine, and wait for it.
  new ManagedPolicy(here, 'CallsTasks', { roles: [role], description: `Calls the tasks of ${name}`, statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: called.map(([, arn]) => arn) })] })
  const machine = new StateMachine(here, 'Machine', {
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(text),
    definitionSubstitutions: { Partition: Aws.PARTITION, ...Object.fromEntries(called) },
    role,
    tracingEnabled: true,
    // Not the data: it holds the tokens by which anybody could answer for a person.
    logs: {
      level: LogLevel.ALL,
      includeExecutionData: false,
      // Under this prefix the service needs no line for each log in a policy that soon would be full.
      destination: new LogGroup(here, 'Log', { logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(here, { maxLength: 60 })}`, retention: LOG_RETENTION, removalPolicy: RemovalPolicy.RETAIN }),
    },
  })
  acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', 'The actions that set up log delivery and write traces have no resource to name: Step Functions asks for them on all, and refuses to log without.')
  return machine
}

const arns = (machines: Machines) => [...machines.values()].map(({ stateMachineArn }) => stateMachineArn)

/** The executions of each machine; IAM has no other way to say it than a wildcard after the machine's name. */
function executions(machines: Machines): string[] {
  return [...machines.values()].map((machine) => Stack.of(machine).formatArn({ service: 'states', resource: 'execution', resourceName: `${machine.stateMachineName}:*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME }))
}

/** To draw and to follow executions. */
export function grantLook(machines: Machines, grantee: IFunction): void {
  Grant.addToPrincipal({ grantee, actions: ['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'], resourceArns: executions(machines) })
  acknowledgeExecutions(machines, grantee)
}

/** To carry out the outbox: starts by name, answers by token. */
export function grantCarryOut(machines: Machines, grantee: IFunction): void {
  Grant.addToPrincipal({ grantee, actions: ['states:SendTaskFailure', 'states:SendTaskSuccess', 'states:StartExecution'], resourceArns: arns(machines) })
  Grant.addToPrincipal({ grantee, actions: ['states:DescribeExecution'], resourceArns: executions(machines) })
  acknowledgeExecutions(machines, grantee)
}

function acknowledgeExecutions(machines: Machines, grantee: IFunction): void {
  for (const arn of executions(machines)) acknowledgeWildcard(grantee, arn, 'An execution is named when it is started, so IAM can only name all executions of this one machine; the actions allowed on them read and change nothing.')
}
