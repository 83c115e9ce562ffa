/**
 * Which way of turning resources into Terraform this Helix has. It is an input of every resource that goes that way:
 * raise it whenever the same inputs come out as other blocks, so that a plan shows it.
 */
export const LOWERING = 1;

/** Those by which what is there already must be made anew: their user data differs, say. */
export const REPLACING_LOWERINGS: readonly number[] = [];

/** The input under which a look notes what was changed outside in a way that only a replacement repairs. */
export const REPLACED_OUTSIDE = 'replaced_outside';
