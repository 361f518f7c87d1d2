/** Strict decoding by the types of the API server. Big data: load it with the reader, not with the page. */
export { type DecodeCode, type SchemaFinding, type StrictCode, checkSchema } from './check.ts';
