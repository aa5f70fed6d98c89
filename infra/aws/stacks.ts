import { type App, CfnOutput, Duration, Stack, Tags } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { UserPool } from 'aws-cdk-lib/aws-cognito'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { makeAlarms } from './alarms.ts'
import type { Bundle } from './bundle.ts'
import type { Values } from './environment.ts'
import { grantArchives, grantFiles, makeFiles } from './files.ts'
import { BundledFunction } from './function.ts'
import { makeIdentity, makeUserPool } from './identity.ts'
import { makeMail } from './mail.ts'
import { settingsOf, type Settings } from './settings.ts'
import { makeStreams } from './streams.ts'
import { grantRead, grantWrite, makeTable } from './table.ts'
import { makeTasks } from './tasks.ts'
import { makeFrontDoor, makeTraceSecret, routeTo } from './web.ts'
import { grantLook, makeMachines } from './workflow.ts'

/** What has to outlive every deployment: the records, the files, the people. */
export class DataStack extends Stack {
  readonly table: Table
  readonly files: Bucket
  readonly people: UserPool | undefined

  constructor(app: App, id: string, settings: Settings) {
    super(app, id, { description: 'Xiuyuan: records, files, people', terminationProtection: true })
    this.table = makeTable(this)
    this.files = makeFiles(this)
    this.people = settings.oidcIssuer === undefined ? makeUserPool(this) : undefined
  }
}

/** What can be made again at any time: functions, machines, the front door, alarms. */
export class PlatformStack extends Stack {
  constructor(app: App, id: string, options: { data: DataStack; settings: Settings; bundles: ReadonlyMap<string, Bundle> }) {
    super(app, id, { description: 'Xiuyuan: web, workflows, alarms' })
    const { data: { table, files, people }, settings, bundles } = options
    const door = makeFrontDoor(this, settings)
    const mail = makeMail(this)
    const identity = makeIdentity(this, { pool: people, baseUrl: door.baseUrl, settings })
    const values: Values = {
      XIUYUAN_TABLE: table.tableName,
      XIUYUAN_BASE_URL: door.baseUrl,
      XIUYUAN_OIDC_ISSUER: identity.issuer,
      XIUYUAN_OIDC_CLIENT_ID: identity.clientId,
      ...(identity.clientSecret === undefined ? {} : { XIUYUAN_OIDC_CLIENT_SECRET_ARN: identity.clientSecret.secretArn }),
      XIUYUAN_DISTRICT: settings.district,
      XIUYUAN_FIRST_ADMINISTRATORS: settings.firstAdministrators,
      XIUYUAN_FILES_BUCKET: files.bucketName,
      XIUYUAN_FILES_ORIGIN: `https://${files.bucketRegionalDomainName}`,
      XIUYUAN_MAIL_SECRET_ARN: mail.secretArn,
      XIUYUAN_MAIL_FROM: settings.mailFrom,
      XIUYUAN_DEMO: settings.demo,
      XIUYUAN_TRACE_SECRET: makeTraceSecret(this),
      ...(door.edgeSecret === undefined ? {} : { XIUYUAN_EDGE_SECRET: door.edgeSecret }),
    }
    const tasks = makeTasks(this, { bundles, table, values })
    const archivist = tasks.get('make-archive')
    if (archivist !== undefined) grantArchives(files, archivist)
    const machines = makeMachines(this, tasks)
    const withMachines: Values = {
      ...values,
      XIUYUAN_MACHINE_VOLUNTEER_CONTEST: machines.get('volunteer-contest')?.stateMachineArn ?? '',
      XIUYUAN_MACHINE_VENTURE_COMPETITION: machines.get('venture-competition')?.stateMachineArn ?? '',
      XIUYUAN_MACHINE_JUDGING_ROUND: machines.get('judging-round')?.stateMachineArn ?? '',
      XIUYUAN_MACHINE_GRANT: machines.get('grant')?.stateMachineArn ?? '',
      XIUYUAN_MACHINE_ARCHIVE: machines.get('archive')?.stateMachineArn ?? '',
      XIUYUAN_MACHINE_PROJECT_STAGE: machines.get('project-stage')?.stateMachineArn ?? '',
    }
    const streams = makeStreams(this, { bundles, table, machines, mail, values: withMachines })
    const front = (name: string, description: string) => {
      const bundle = bundles.get(name)
      if (bundle === undefined) throw new TypeError(`functions/ has no ${name}.lambda.ts`)
      const made = new BundledFunction(this, bundle, { description, values: withMachines, memorySize: 1769, timeout: Duration.seconds(29) })
      grantRead(table, made)
      grantWrite(table, made)
      return made
    }
    const web = front('web', 'Pages and API')
    grantFiles(files, web)
    grantLook(machines, web)
    const signIn = front('sign-in', 'Signs people in by OpenID Connect')
    identity.clientSecret?.grantRead(signIn)
    routeTo(door, { web, signIn })
    makeAlarms(this, { api: door.api, web, signIn, tasks, machines, streams, table, alarmEmail: settings.alarmEmail })
    new CfnOutput(this, 'Address', { value: door.baseUrl, description: 'The platform\'s address' })
    new CfnOutput(this, 'PointsTo', { value: door.target, description: 'Where the name of an own domain has to point' })
    new CfnOutput(this, 'MailSecret', { value: mail.secretArn, description: 'To be filled in with the SMTP address' })
  }
}

/** Both stacks of the platform, by the app's context. Needs no account, region, network or credentials. */
export function makeStacks(app: App, bundles: ReadonlyMap<string, Bundle>): { data: DataStack; platform: PlatformStack } {
  const settings = settingsOf(app.node)
  const data = new DataStack(app, 'Xiuyuan-Data', settings)
  const platform = new PlatformStack(app, 'Xiuyuan-Platform', { data, settings, bundles })
  Tags.of(app).add('application', 'xiuyuan')
  return { data, platform }
}
