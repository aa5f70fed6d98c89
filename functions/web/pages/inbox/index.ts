export { inboxPages } from './inbox.tsx'
