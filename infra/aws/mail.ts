import { RemovalPolicy } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'

/** The SMTP address (smtps://user:password@host:465) of any mail server, SES among them: made with nonsense in it, and filled in by the owner (RUNBOOK, First deployment). */
export function makeMail(scope: Construct): Secret {
  const secret = new Secret(scope, 'MailServer', { description: 'smtps://user:password@host:465 of the mail server that Xiuyuan sends through', removalPolicy: RemovalPolicy.RETAIN })
  acknowledge(secret, 'AwsSolutions-SMG4', 'The password belongs to a mail server outside this stack, which nothing here could ask for a new one; the runbook says how the owner changes it by hand.')
  return secret
}
