import type { PageRoute } from '../page.ts'
import { hoursCertificatePages } from './certificate.tsx'
import { volunteerListPages } from './list.tsx'
import { ownPages } from './own.tsx'
import { signInPages } from './sign-in.tsx'
import { volunteerPagesOfOne } from './volunteer.tsx'

/** The form for a new one and the pasted list stand before the page of one: their addresses would be taken for ids. */
export const volunteerPages: PageRoute[] = [...volunteerListPages, ...volunteerPagesOfOne, ...hoursCertificatePages, ...signInPages, ...ownPages]
