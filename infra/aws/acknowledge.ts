import { Validations } from 'aws-cdk-lib'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { IConstruct } from 'constructs'

/** Answers a finding of cdk-nag on a construct and all below it, with the reason that a reviewer reads. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason })
}

/** The same for one resource that ends in a wildcard, in a function's role; other wildcards of the role are still found. */
export function acknowledgeWildcard({ role, stack }: IFunction, arn: string, reason: string): void {
  if (role !== undefined) acknowledge(role, `AwsSolutions-IAM5[Resource::${written(stack.resolve(arn))}]`, reason)
}

/** How cdk-nag writes an ARN with references in it: `arn:<AWS::Partition>:…<Table.Arn>`. */
function written(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) throw new TypeError(`an ARN with ${JSON.stringify(value)} in it`)
  if ('Ref' in value) return `<${String(value.Ref)}>`
  if ('Fn::GetAtt' in value) return `<${(value['Fn::GetAtt'] as string[]).join('.')}>`
  if ('Fn::ImportValue' in value) return written(value['Fn::ImportValue'])
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]]
    return parts.map(written).join(separator)
  }
  throw new TypeError(`an ARN with ${Object.keys(value).join()} in it`)
}
