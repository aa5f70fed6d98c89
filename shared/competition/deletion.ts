import { type Instant, milliseconds, plusSeconds } from '../kernel/instant.ts'

const UNDO_SECONDS = 600

/** Until when a deleted draft can be brought back. */
export const undoUntil = (deletedAt: Instant): Instant => plusSeconds(deletedAt, UNDO_SECONDS)

/** When the table forgets what was deleted, in seconds since 1970; undefined for what was not. */
export const forgottenAt = ({ deletedAt }: { deletedAt?: Instant | undefined }): number | undefined => (deletedAt === undefined ? undefined : Math.ceil(milliseconds(undoUntil(deletedAt)) / 1000))
