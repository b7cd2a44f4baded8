/** Found and fetched by the `description` feature, which `login` shares. */
export { type FoundDocument, fetchOpenApi, findOpenApi } from '../../description/find.js';
