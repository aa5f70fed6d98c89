import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb'
import type { IGrantable } from 'aws-cdk-lib/aws-iam'
import { Grant } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { indexes } from '../../shared/store/keys.ts'

const text = (name: string) => ({ name, type: AttributeType.STRING })

/**
 * The one table. Encrypted by a key that AWS owns: nobody but the functions reads the table, and a key of our own would be one more thing
 * whose loss loses everything.
 */
export function makeTable(scope: Construct): Table {
  const table = new Table(scope, 'Table', {
    partitionKey: text('pk'),
    sortKey: text('sk'),
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
    encryption: TableEncryption.DEFAULT,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: 'ttl',
  })
  for (const [indexName, { pk, sk }] of Object.entries(indexes)) table.addGlobalSecondaryIndex({ indexName, partitionKey: text(pk), sortKey: text(sk) })
  return table
}

/** Get and Query, by the table and its indexes. Nothing of the platform scans. */
export function grantRead(table: Table, grantee: IGrantable): void {
  const resourceArns = [table.tableArn, ...Object.keys(indexes).map((name) => `${table.tableArn}/index/${name}`)]
  Grant.addToPrincipal({ grantee, actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'], resourceArns })
}

/** What a transaction is made of. */
export function grantWrite(table: Table, grantee: IGrantable): void {
  Grant.addToPrincipal({ grantee, actions: ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'], resourceArns: [table.tableArn] })
}

/** To look up records that the stream's consumer gave up. */
export function grantStream(table: Table, grantee: IGrantable): void {
  if (table.tableStreamArn === undefined) throw new TypeError('the table has no stream')
  Grant.addToPrincipal({ grantee, actions: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator'], resourceArns: [table.tableStreamArn] })
}
