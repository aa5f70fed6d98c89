/** Only a path of this site: `//elsewhere`, `/\elsewhere` and `https:` would lead out of it, and so would a tab or line end that browsers drop from between the slashes. */
export const localPath = (to: string | undefined): string => (to !== undefined && /^\/(?![/\\])/.test(to) && !/\p{Cc}/u.test(to) ? to : '/')
