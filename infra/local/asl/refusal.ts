/** An error as the API gives it: its code becomes the name of the SDK's exception. */
export class ApiError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export const invalidArn = (arn: string) => new ApiError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`)
export const noMachine = (arn: string) => new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
export const noExecution = (arn: string) => new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
export const invalidToken = (what: string) => new ApiError('InvalidToken', `Invalid Token: '${what}'`)
export const invalidName = (name: string) => new ApiError('InvalidName', `Invalid Name: '${name}'`)
