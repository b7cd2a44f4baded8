/** Found and fetched by the `description` feature, which `login` shares. */
export { findOpenApi } from '../../description/find.js';
