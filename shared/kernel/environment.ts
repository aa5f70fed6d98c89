import * as z from 'zod'

/**
 * Every variable a function reads, in both homes: infra/aws/environment.ts and infra/local/environment.ts each fill this list.
 * Endpoints are set only where the service is not AWS's own.
 */
export const environmentSchema = z.object({
  AWS_REGION: z.string().default('local'),
  XIUYUAN_TABLE: z.string(),
  XIUYUAN_TABLE_ENDPOINT: z.url().optional(),
  XIUYUAN_BASE_URL: z.url(),
  XIUYUAN_WORKFLOW_ENDPOINT: z.url().optional(),
  /** ARN of each machine in workflows/, by its file's name in capitals. */
  XIUYUAN_MACHINE_VOLUNTEER_CONTEST: z.string(),
  XIUYUAN_MACHINE_VENTURE_COMPETITION: z.string(),
  XIUYUAN_MACHINE_JUDGING_ROUND: z.string(),
  XIUYUAN_MACHINE_PROJECT_STAGE: z.string(),
  XIUYUAN_MACHINE_GRANT: z.string(),
  XIUYUAN_MACHINE_ARCHIVE: z.string(),
  XIUYUAN_OIDC_ISSUER: z.url(),
  XIUYUAN_OIDC_CLIENT_ID: z.string(),
  /** Neither this nor the next: a public client, which proves itself by PKCE alone. */
  XIUYUAN_OIDC_CLIENT_SECRET: z.string().optional(),
  /** ARN of the secret that holds it, where it is not set outright. */
  XIUYUAN_OIDC_CLIENT_SECRET_ARN: z.string().optional(),
  /** The district that organisations join, by its code in GB/T 2260. */
  XIUYUAN_DISTRICT: z.string().regex(/^[0-9]{6}$/).default('330411'),
  /** Who becomes administrator of the district on signing in: subjects at the issuer or verified e-mail addresses, separated by commas. A fresh installation needs one. */
  XIUYUAN_FIRST_ADMINISTRATORS: z.string().default(''),
  XIUYUAN_FILES_BUCKET: z.string(),
  XIUYUAN_FILES_ENDPOINT: z.url().optional(),
  /** Where browsers post files to, as the content security policy names it. */
  XIUYUAN_FILES_ORIGIN: z.url(),
  /** Signs requests to the local stand-in for the bucket; elsewhere the SDK finds its own credentials. */
  XIUYUAN_FILES_SECRET: z.string().min(16).optional(),
  /** `store` keeps mail in the table for the mailbox page; otherwise an SMTP address (smtps://user:password@host:465), which SES also has. */
  XIUYUAN_MAIL: z.string().optional(),
  /** ARN of the secret that holds that address, where it is not set outright. */
  XIUYUAN_MAIL_SECRET_ARN: z.string().optional(),
  XIUYUAN_MAIL_FROM: z.string(),
  /** `yes`: pages carry the banner that all people and figures are invented. */
  XIUYUAN_DEMO: z.enum(['yes', 'no']).default('no'),
  /** Path of the page that moves the clock and shows the mailbox; only where there is one. */
  XIUYUAN_CONTROLS: z.string().startsWith('/').optional(),
  /** Keys the traces that ballots keep of networks and browsers; whoever has the table alone learns no address from them. */
  XIUYUAN_TRACE_SECRET: z.string().min(16),
  /** What the content network sends along, so that nobody goes past it; unset where requests come straight to the server. */
  XIUYUAN_EDGE_SECRET: z.string().min(16).optional(),
})
export type Environment = z.infer<typeof environmentSchema>

let known: Environment | undefined

/**
 * From the process's variables. Each is checked when it is first read, because a function is given only what it reads: a read throws
 * TypeError naming the variable that is missing or wrong.
 */
export function environment(): Environment {
  known ??= readOnDemand(process.env)
  return known
}

function readOnDemand(variables: NodeJS.ProcessEnv): Environment {
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(environmentSchema.shape)) {
    Object.defineProperty(values, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const parsed = schema.safeParse(variables[name])
        if (!parsed.success) throw new TypeError(`The variable ${name} is ${variables[name] === undefined ? 'not set' : 'wrong'}: ${z.prettifyError(parsed.error)}`)
        Object.defineProperty(values, name, { value: parsed.data, enumerable: true })
        return parsed.data
      },
    })
  }
  return values as Environment
}

/** The seam for a home that runs in one process and knows its addresses only after it has started; nothing that is deployed calls it. */
export function useEnvironment(values: z.input<typeof environmentSchema>): Environment {
  known = environmentSchema.parse(values)
  return known
}
