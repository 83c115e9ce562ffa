interface Random {
  readonly uuid: () => string;
}

/** Returns the id that names a request: the caller's, or a new one where that is missing or does not fit. */
export function chosenRequestId(given: string | undefined, random: Random): string {
  return given !== undefined && REQUEST_ID.test(given) ? given : newRequestId(random);
}

export function newRequestId(random: Random): string {
  return `req_${random.uuid()}`;
}

/** The pattern of the parameter in the API document. */
const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;
