import { front } from '../web/front.ts'
import { signInApp } from './sign-in.tsx'

/** Everything under /sign-in behind the HTTP API. */
export const handler = front(signInApp())
