import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Grant } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { acknowledgeWildcard } from './acknowledge.ts'

const common = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN,
} as const

/**
 * The bucket of uploads. Browsers post whole forms to it, not by script, so it needs no CORS. What nobody took out of quarantine goes
 * after a day: an upload's form is good for an hour. Old versions stay for thirty days, to undo a deletion.
 */
export function makeFiles(scope: Construct): Bucket {
  const log = new Bucket(scope, 'FilesLog', { ...common, lifecycleRules: [{ id: 'half-a-year', expiration: Duration.days(180) }] })
  return new Bucket(scope, 'Files', {
    ...common,
    versioned: true,
    serverAccessLogsBucket: log,
    lifecycleRules: [
      { id: 'quarantine', prefix: 'quarantine/', expiration: Duration.days(1), noncurrentVersionExpiration: Duration.days(1) },
      // Full of personal data, and made anew at any time: ARCHIVE_DAYS, and a day.
      { id: 'archives', prefix: 'archives/', expiration: Duration.days(31), noncurrentVersionExpiration: Duration.days(1) },
      { id: 'old-versions', noncurrentVersionExpiration: Duration.days(30) },
      { id: 'halves', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      { id: 'delete-markers', expiredObjectDeleteMarker: true },
    ],
  })
}

/** What shared/file/storage.ts does: sign forms, look at what came, keep it or discard it, sign links. */
export function grantFiles(bucket: Bucket, grantee: IFunction): void {
  const [quarantine, files, archives] = [bucket.arnForObjects('quarantine/*'), bucket.arnForObjects('files/*'), bucket.arnForObjects('archives/*')]
  Grant.addToPrincipal({ grantee, actions: ['s3:GetObject', 's3:PutObject'], resourceArns: [quarantine, files] })
  Grant.addToPrincipal({ grantee, actions: ['s3:GetObject'], resourceArns: [archives] })
  Grant.addToPrincipal({ grantee, actions: ['s3:DeleteObject'], resourceArns: [quarantine] })
  // Without it S3 answers 403 instead of 404 to a HEAD of what has not come yet, and the form could not say so.
  Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn] })
  for (const arn of [quarantine, files, archives]) {
    acknowledgeWildcard(grantee, arn, 'The names of uploads are made when they come: the app may touch any object of this one folder, and asks the access table before it signs a form or a link for one.')
  }
}

/** To read what was uploaded and write archives in parts. A run that comes second takes its own back. */
export function grantArchives(bucket: Bucket, grantee: IFunction): void {
  const [files, archives] = [bucket.arnForObjects('files/*'), bucket.arnForObjects('archives/*')]
  Grant.addToPrincipal({ grantee, actions: ['s3:GetObject'], resourceArns: [files] })
  Grant.addToPrincipal({ grantee, actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject'], resourceArns: [archives] })
  // Without it S3 answers 403 instead of 404 for an upload that is lost, and the archive could not name it.
  Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn] })
  acknowledgeWildcard(grantee, files, 'An archive holds the uploads of a whole competition, named when they came: the task reads each that the records of this one name.')
  acknowledgeWildcard(grantee, archives, 'Archives are named when they are made: the task writes the one that its run has begun, and takes back its own where another run was first.')
}
