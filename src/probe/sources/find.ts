/** Found and fetched by the `description` feature, which `login` shares. */
export { fetchOpenApi, findOpenApi } from '../../description/find.js';
