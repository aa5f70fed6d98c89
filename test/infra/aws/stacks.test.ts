import { readFileSync } from 'node:fs'
import { App } from 'aws-cdk-lib'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { CachePolicy } from 'aws-cdk-lib/aws-cloudfront'
import { describe, expect, test } from 'vitest'
import { variablesOf } from '../../../infra/aws/environment.ts'
import { pascal } from '../../../infra/aws/function.ts'
import { settingsOf } from '../../../infra/aws/settings.ts'
import { readOnlyTasks } from '../../../infra/aws/tasks.ts'
import { definitionOf } from '../../../infra/aws/workflow.ts'
import { lintDefinition } from '../../../infra/local/asl/lint.ts'
import { environmentSchema } from '../../../shared/kernel/environment.ts'
import { indexes } from '../../../shared/store/keys.ts'
import { machineNames } from '../../../shared/workflow/machines.ts'
import { chinaContext, resourcesOf, templatesOf, theBundles } from './stacks.ts'

const { data, platform } = templatesOf()
const china = templatesOf(chinaContext)
const functions = resourcesOf(platform, 'AWS::Lambda::Function')
const functionOf = (name: string) => functions.find(([id]) => new RegExp(`^${pascal(name)}[0-9A-F]{8}$`).test(id))

/** The variables of a function in a template; none where there is no such function. */
const variablesIn = (template: Template, name: string): Record<string, unknown> => {
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(([id]) => new RegExp(`^${pascal(name)}[0-9A-F]{8}$`).test(id))
  return (found?.[1].Properties.Environment as { Variables: Record<string, unknown> } | undefined)?.Variables ?? {}
}

interface Statement {
  Action: string | string[]
  Resource: unknown
  Effect: string
}
const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one])
const statementsOf = ({ Properties }: { Properties: Record<string, unknown> }): Statement[] => (Properties.PolicyDocument as { Statement: Statement[] }).Statement
const policies = [...resourcesOf(platform, 'AWS::IAM::Policy'), ...resourcesOf(platform, 'AWS::IAM::ManagedPolicy')]
/** What a function may do, by its role's policy. */
function actionsOf(name: string): string[] {
  const found = policies.find(([id]) => id.startsWith(`${pascal(name)}RoleDefaultPolicy`))
  return found === undefined ? [] : statementsOf(found[1]).flatMap(({ Action }) => list(Action))
}

describe('the records', () => {
  test('can be restored to any minute, are not deleted by accident, and outlive the stack', () => {
    data.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({
        BillingMode: 'PAY_PER_REQUEST', DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' }, TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      }),
    })
  })

  test('have the indexes of keys.ts', () => {
    const [, table] = resourcesOf(data, 'AWS::DynamoDB::Table')[0] ?? []
    const made = table?.Properties.GlobalSecondaryIndexes as { IndexName: string; KeySchema: { AttributeName: string }[] }[]
    expect(Object.fromEntries(made.map(({ IndexName, KeySchema }) => [IndexName, { pk: KeySchema[0]?.AttributeName, sk: KeySchema[1]?.AttributeName }]))).toEqual(indexes)
  })
})

describe('the files', () => {
  test.each(resourcesOf(data, 'AWS::S3::Bucket').map(([id, bucket]) => [id, bucket] as const))('%s is closed to the public, encrypted, and kept', (_, { Properties, DeletionPolicy }) => {
    expect(Properties.PublicAccessBlockConfiguration).toEqual({ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true })
    expect(Properties.BucketEncryption).toBeDefined()
    expect(DeletionPolicy).toBe('Retain')
  })

  test('are refused without TLS', () => {
    const policy = resourcesOf(data, 'AWS::S3::BucketPolicy')
    expect(policy).toHaveLength(2)
    for (const [, one] of policy) expect(JSON.stringify(statementsOf(one))).toContain('{"Bool":{"aws:SecureTransport":"false"}}')
  })

  test('leave quarantine after a day, archives after a month; halves of an archive after a day', () => {
    data.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Prefix: 'archives/', ExpirationInDays: 31, Status: 'Enabled' }), Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' })]) },
    })

    data.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Prefix: 'quarantine/', ExpirationInDays: 1, NoncurrentVersionExpiration: { NoncurrentDays: 1 }, Status: 'Enabled' })]) },
    })
  })
})

describe('the functions', () => {
  test('are one for each entry point', () => {
    for (const { name } of theBundles().values()) expect(functionOf(name), name).toBeDefined()
    expect(functions).toHaveLength(theBundles().size)
  })

  test.each(functions.map(([id, one]) => [id, one.Properties] as const))('%s runs on Node 24 on arm64, traced, with a log of its own', (_, properties) => {
    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], TracingConfig: { Mode: 'Active' }, LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.any(String) } } })
  })

  test('have logs that end', () => {
    for (const [id, { Properties }] of resourcesOf(platform, 'AWS::Logs::LogGroup')) expect(Properties.RetentionInDays, id).toBe(180)
  })

  test('end before the machine gives their state up', () => {
    for (const machine of machineNames) {
      const { States } = JSON.parse(definitionOf(machine)) as { States: Record<string, { Type: string; TimeoutSeconds?: unknown; Arguments?: { FunctionName?: string } }> }
      for (const [name, { TimeoutSeconds, Arguments }] of Object.entries(States)) {
        const called = functions.find(([id]) => id.startsWith(/\$\{(\w+)\}/.exec(Arguments?.FunctionName ?? '')?.[1] ?? ' '))
        if (called !== undefined && typeof TimeoutSeconds === 'number') expect(called[1].Properties.Timeout, `${machine} ${name}`).toBeLessThan(TimeoutSeconds)
      }
    }
  })
})

describe('what they are given', () => {
  const required = (name: string) => !environmentSchema.shape[name as keyof typeof environmentSchema.shape].safeParse(undefined).success

  test.each([...theBundles().values()].map((bundle) => [bundle.name, bundle] as const))('%s has every variable that it reads, and no other', (name, { reads }) => {
    const variables = variablesIn(platform, name)
    expect(Object.keys(variables).filter((variable) => !(reads as string[]).includes(variable))).toEqual([])
    expect(reads.filter((variable) => required(variable) && !(variable in variables))).toEqual([])
  })

  test('is what their code reads: the table for all, mail for those who send it, the bucket for the app and the archive', () => {
    const reads = (name: string) => theBundles().get(name)?.reads ?? []
    for (const { name, reads: variables } of theBundles().values()) expect(variables, name).toContain('XIUYUAN_TABLE')
    const those = (variable: string) => [...theBundles().values()].filter((bundle) => (bundle.reads as string[]).includes(variable)).map((bundle) => bundle.name)
    expect(those('XIUYUAN_MAIL_SECRET_ARN')).toEqual(['dispatcher', 'sweep'])
    expect(those('XIUYUAN_FILES_BUCKET')).toEqual(['make-archive', 'web'])
    expect(reads('sign-in')).toEqual(expect.arrayContaining(['XIUYUAN_OIDC_ISSUER', 'XIUYUAN_OIDC_CLIENT_ID', 'XIUYUAN_OIDC_CLIENT_SECRET_ARN', 'XIUYUAN_FIRST_ADMINISTRATORS']))
    expect(those('XIUYUAN_FIRST_ADMINISTRATORS')).toEqual(['sign-in'])
  })

  test('a required variable without a value stops the synthesis', () => {
    const web = theBundles().get('web')
    if (web === undefined) throw new TypeError('no web bundle')
    expect(() => variablesOf(web, { XIUYUAN_TABLE: 'table' })).toThrow(/functions\/web\/web\.lambda\.ts reads XIUYUAN_\w+, and nothing is set for it/)
  })
})

describe('what they may do', () => {
  test('is never a wildcard of actions', () => {
    for (const [id, policy] of policies) for (const { Action } of statementsOf(policy)) for (const action of list(Action)) expect(action, id).not.toContain('*')
  })

  test('on everything is only writing traces, setting up log delivery, and finding the stream', () => {
    const allowed = /^(xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets)|logs:\w*(LogDelivery|LogDeliveries|ResourcePolicy|ResourcePolicies|LogGroups))$/
    for (const [id, policy] of policies) {
      for (const { Action, Resource } of statementsOf(policy)) {
        if (!list(Resource).includes('*')) continue
        for (const action of list(Action)) if (!(action === 'dynamodb:ListStreams' && id.startsWith('DispatcherRole'))) expect(action, id).toMatch(allowed)
      }
    }
  })

  test('scans nothing', () => {
    expect(JSON.stringify(policies)).not.toContain('dynamodb:Scan')
  })

  test('with executions: the consumer and the sweep answer tokens and start; the app only looks; tasks do neither', () => {
    const carriers = ['dispatcher', 'sweep']
    for (const { name } of theBundles().values()) {
      const states = actionsOf(name).filter((action) => action.startsWith('states:'))
      if (carriers.includes(name)) expect(states, name).toEqual(expect.arrayContaining(['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:StartExecution', 'states:DescribeExecution']))
      else expect(states.sort(), name).toEqual(name === 'web' ? ['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'] : [])
    }
  })

  test('with records: a task that only looks may not write; what a task\'s source writes, it may', () => {
    for (const { name, source } of theBundles().values()) {
      const actions = actionsOf(name)
      const code = readFileSync(new URL(`../../../${source}`, import.meta.url), 'utf8')
      if (readOnlyTasks.has(name)) {
        expect(code, name).not.toMatch(/\bact[(<]|\.transact\(/)
        expect(actions, name).not.toContain('dynamodb:PutItem')
      } else expect(actions, name).toContain('dynamodb:PutItem')
    }
  })

  test('with files and secrets: the app and the archive alone with files, the carriers alone with the mail server', () => {
    const those = (action: string) => [...theBundles().keys()].filter((name) => actionsOf(name).includes(action)).sort()
    expect(those('s3:PutObject')).toEqual(['make-archive', 'web'])
    expect(those('s3:DeleteObject')).toEqual(['make-archive', 'web'])
    expect(those('s3:AbortMultipartUpload')).toEqual(['make-archive'])
    expect(those('secretsmanager:GetSecretValue')).toEqual(['dispatcher', 'sweep'])
  })
})

describe('the state machines', () => {
  const machines = resourcesOf(platform, 'AWS::StepFunctions::StateMachine')

  test('are those of workflows/, valid after substitution, and call functions that exist', () => {
    expect(machines).toHaveLength(machineNames.length)
    for (const [id, { Properties }] of machines) {
      const substitutions = Properties.DefinitionSubstitutions as Record<string, { Ref?: string; 'Fn::GetAtt'?: string[] }>
      const text = String(Properties.DefinitionString).replaceAll(/\$\{(\w+)\}/g, (_, key: string) => {
        const value = substitutions[key]
        if (key === 'Partition') return 'aws'
        expect(functions.map(([name]) => name), `${id} ${key}`).toContain(value?.['Fn::GetAtt']?.[0])
        return `arn:aws:lambda:example-1:111122223333:function:${key}`
      })
      expect(lintDefinition(text).filter(({ severity }) => severity === 'ERROR'), id).toEqual([])
    }
  })

  test('log every event without the tokens in it, and may call only their own tasks', () => {
    for (const [id, { Properties }] of machines) {
      expect(Properties, id).toMatchObject({ StateMachineType: 'STANDARD', TracingConfiguration: { Enabled: true }, LoggingConfiguration: { IncludeExecutionData: false, Level: 'ALL' } })
    }
    for (const [id, policy] of resourcesOf(platform, 'AWS::IAM::ManagedPolicy')) {
      const [statement] = statementsOf(policy)
      const machine = machines.find(([name]) => id.startsWith(name.slice(0, name.indexOf('Machine'))))?.[1]
      const called = Object.entries((machine?.Properties.DefinitionSubstitutions ?? {}) as Record<string, unknown>).flatMap(([key, value]) => (key === 'Partition' ? [] : [value]))
      expect(list(statement?.Action ?? [])).toEqual(['lambda:InvokeFunction'])
      expect(statement?.Resource).toEqual(expect.arrayContaining(called))
      expect(statement?.Resource).toHaveLength(called.length)
    }
  })
})

describe('the stream', () => {
  test('has one consumer, which halves a failing batch, gives up after five tries, and sends what failed on', () => {
    platform.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true, MaximumRetryAttempts: 4, FunctionResponseTypes: ['ReportBatchItemFailures'], DestinationConfig: { OnFailure: { Destination: Match.anyValue() } }, StartingPosition: 'TRIM_HORIZON',
    })
    platform.resourceCountIs('AWS::Lambda::EventSourceMapping', 2)
  })

  test('is helped by a sweep each minute', () => {
    platform.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)', State: 'ENABLED', Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [functionOf('sweep')?.[0], 'Arn'] } })] })
  })
})

describe('the front door', () => {
  test('sends sign-in to its own function and all else to the app', () => {
    const routes = Object.fromEntries(resourcesOf(platform, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [Properties.RouteKey, JSON.stringify(Properties.Target)]))
    expect(Object.keys(routes).sort()).toEqual(['ANY /', 'ANY /sign-in', 'ANY /sign-in/{proxy+}', 'ANY /{proxy+}'])
    expect(routes['ANY /sign-in']).toBe(routes['ANY /sign-in/{proxy+}'])
    expect(routes['ANY /']).toBe(routes['ANY /{proxy+}'])
    expect(routes['ANY /']).not.toBe(routes['ANY /sign-in'])
  })

  test('lets nobody past CloudFront: its secret goes along and the functions know it', () => {
    const secret = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: expect.stringMatching(/^Edge/) }, ':SecretString:::}}']] }
    for (const name of ['web', 'sign-in']) expect(variablesIn(platform, name).XIUYUAN_EDGE_SECRET).toEqual(secret)
    const [, distribution] = resourcesOf(platform, 'AWS::CloudFront::Distribution')[0] ?? []
    expect(distribution?.Properties.DistributionConfig).toMatchObject({ Origins: [{ OriginCustomHeaders: [{ HeaderName: 'x-xiuyuan-edge', HeaderValue: secret }] }] })
  })

  test('takes no header of the app away, and keeps an asset as long as the app says: the live page\'s worker needs both', () => {
    platform.resourceCountIs('AWS::CloudFront::ResponseHeadersPolicy', 0)
    const [, distribution] = resourcesOf(platform, 'AWS::CloudFront::Distribution')[0] ?? []
    const behaviours = (distribution?.Properties.DistributionConfig as { CacheBehaviors: Record<string, unknown>[] } | undefined)?.CacheBehaviors ?? []
    const assets = behaviours.find(({ PathPattern }) => PathPattern === '/assets/*')
    // AWS's own policy CachingOptimized: by the origin's Cache-Control, a second at least.
    expect(assets).toMatchObject({ CachePolicyId: CachePolicy.CACHING_OPTIMIZED.cachePolicyId })
    for (const behaviour of behaviours) expect(behaviour).not.toHaveProperty('ResponseHeadersPolicyId')
  })

  test('with an own domain stands without CloudFront and without the API\'s own address; with an own issuer without Cognito', () => {
    china.platform.resourceCountIs('AWS::CloudFront::Distribution', 0)
    china.platform.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true })
    china.platform.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'xiuyuan.example.cn' })
    for (const template of [china.data, china.platform]) for (const type of ['UserPool', 'UserPoolClient', 'UserPoolDomain']) template.resourceCountIs(`AWS::Cognito::${type}`, 0)
    expect(variablesIn(china.platform, 'sign-in')).toMatchObject({ XIUYUAN_BASE_URL: 'https://xiuyuan.example.cn', XIUYUAN_OIDC_ISSUER: 'https://sign-in.example.cn', XIUYUAN_OIDC_CLIENT_SECRET_ARN: { Ref: expect.any(String) } })
    expect(variablesIn(china.platform, 'web')).not.toHaveProperty('XIUYUAN_EDGE_SECRET')
  })

  test('half a choice is refused', () => {
    expect(() => settingsOf(new App({ context: { domainName: 'xiuyuan.example.cn' } }).node)).toThrow(/domainName and certificateArn go together/)
    expect(() => settingsOf(new App({ context: { oidcIssuer: 'https://sign-in.example.cn' } }).node)).toThrow(/oidcIssuer and oidcClientId go together/)
  })
})

describe('the people', () => {
  test('have strong passwords, a second factor if they want, and are not deleted by accident', () => {
    data.hasResource('AWS::Cognito::UserPool', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({ DeletionProtection: 'ACTIVE', MfaConfiguration: 'OPTIONAL', UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' }, Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 12 }) } }),
    })
    platform.hasResourceProperties('AWS::Cognito::UserPoolClient', { GenerateSecret: false, AllowedOAuthFlows: ['code'], PreventUserExistenceErrors: 'ENABLED' })
  })
})

describe('nothing names a place', () => {
  const texts = Object.entries({ data, platform, 'data in China': china.data, 'platform in China': china.platform })
  const ofPlace = (template: Template): string[] => {
    const found: string[] = []
    const visit = (value: unknown): void => {
      if (typeof value === 'string') found.push(value)
      else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) visit(one)
    }
    visit((template.toJSON() as { Resources: unknown }).Resources)
    return found.filter((text) => text !== chinaContext.certificateArn)
  }

  test.each(texts)('%s names no partition', (_, template) => {
    expect(ofPlace(template).filter((text) => /arn:aws/.test(text))).toEqual([])
  })

  test.each(texts)('%s names no region', (_, template) => {
    expect(ofPlace(template).filter((text) => /\b(?:us|eu|ap|cn|sa|ca|me|af|il|mx)-(?:gov-|iso\w*-)?(?:north|south|east|west|central)\w*-\d\b/.test(text))).toEqual([])
  })

  test.each(texts)('%s names no address of a service; principals are names, not addresses', (_, template) => {
    expect(ofPlace(template).filter((text) => /amazonaws|amazoncognito|cloudfront\.net|aliyuncs/.test(text) && !/^[\w.-]+\.amazonaws\.com$/.test(text))).toEqual([])
  })
})
