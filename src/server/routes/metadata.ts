import { apiScopesOf } from '../issuer-host.js';
import {
  authorizationServerMetadata,
  type MetadataSource,
  protectedResourceMetadata,
  RESOURCE_METADATA,
} from '../oauth/metadata.js';
import type { Call, Route } from '../route.js';

const sourceOf = ({ state: { issuer, settings } }: Call): MetadataSource => ({
  issuer,
  alg: settings.tokens.algorithm,
  apiScopes: apiScopesOf(settings),
});

/** A page of any origin may read what is public (Fetch standard, section 3.2). */
const PUBLIC = { 'Access-Control-Allow-Origin': '*' };

/** Documents with specifications of their own; not part of the API, so not in its description. */
export function metadataRoutes(openapi: (call: Call) => object): readonly Route[] {
  const document = (path: string, body: (call: Call) => object | Promise<object>): Route => ({
    method: 'GET',
    path,
    access: 'public',
    handle: async (call) => ({ status: 200, headers: PUBLIC, body: await body(call), indent: 2 }),
  });
  const ofServer = (call: Call) => authorizationServerMetadata(sourceOf(call));
  return [
    document('/.well-known/openid-configuration', ofServer),
    document('/.well-known/oauth-authorization-server', ofServer),
    document(RESOURCE_METADATA, (call) => protectedResourceMetadata(sourceOf(call))),
    document('/jwks.json', ({ state }) => state.keys.published()),
    document('/openapi.json', openapi),
  ];
}
