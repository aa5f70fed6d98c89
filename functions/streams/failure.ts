import type { DynamoDBRecord } from 'aws-lambda'
import { failureItem } from '../../shared/counts/counts.store.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import { workflowContext } from '../context.ts'

/** Keeps a stream record that could not be handled where an administrator sees it. Only its key is kept, nothing personal. */
export async function recordFailure(record: DynamoDBRecord, error: string): Promise<void> {
  const context = workflowContext()
  const about = `${record.dynamodb?.Keys?.pk?.S ?? ''} ${record.dynamodb?.Keys?.sk?.S ?? ''}`
  await context.table.transact([failureItem.put({ id: derivedId(record.eventID ?? about), at: context.now, about, error }, 'any')])
}
