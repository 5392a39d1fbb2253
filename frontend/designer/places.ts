/**
 * Pages of the designer beside its workspaces, by the last part of their address.
 */

/** No id of a workspace begins like this. */
export const PROFILES = "~profiles";
