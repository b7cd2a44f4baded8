import { jsonSchemaOf } from '../../config/json-schema.js';
import { serverConfigSchema } from './schema.js';

/** The JSON Schema of `authctl-server.yaml`. */
export const serverConfigJsonSchema = () => jsonSchemaOf(serverConfigSchema, 'authctl-server.yaml');
