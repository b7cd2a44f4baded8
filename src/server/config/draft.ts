/** The text of an `authctl-server.yaml` that is the demo, for a reader who wants to change it. */
export const SERVER_DRAFT = `# yaml-language-server: $schema=./node_modules/authctl/schema/authctl-server-1.json
# The bundled server: who can log in, what its tokens are like, and an API to try access rules on.
# Start it with \`authctl serve --config authctl-server.yaml\`; it takes changes over while it runs.
# A section that is left out is the demo's, as it stands here. \${VARIABLE}s are filled in from the environment.
version: 1

# Every role with its permissions, from least to most privileged. Tokens carry them as \`scope\`.
roles:
  reader: [articles:read]
  editor: [articles:read, articles:write]
  admin: [articles:read, articles:write, users:read, users:write]

# Who can log in. A password is plain, or what \`authctl serve --hash-password\` makes of it.
users:
  william: { id: 1, role: editor, password: william-demo }
  agus: { id: 2, role: reader, password: agus-demo }
  sari: { id: 3, role: admin, password: sari-demo }
  # An account may say more: name: Agus, claims: { department: news }

# OAuth clients. Without a secret a client is public; a native one is sent back to a loopback address on any port.
clients:
  authctl:
    name: authctl on the command line
    native: true
    redirectUris: &loopback
      - http://127.0.0.1/callback
      - http://127.0.0.1/
      - http://[::1]/callback
      - http://[::1]/
      - http://localhost/callback
      - http://localhost/
    logoutUris: *loopback
    grants:
      - authorization_code
      - refresh_token
      - password
      - urn:ietf:params:oauth:grant-type:device_code
      - urn:ietf:params:oauth:grant-type:token-exchange
  demo-service:
    name: a service of the demo
    secret: demo-service-secret
    grants:
      - client_credentials
      - urn:ietf:params:oauth:grant-type:token-exchange
      - urn:ietf:params:oauth:grant-type:jwt-bearer
    role: reader

# How tokens are signed (ES256, ES384, ES512, RS256, PS256, EdDSA), and how long they last.
tokens:
  algorithm: ES256
  lifetime: 15m
  idTokenLifetime: 15m
  refreshLifetime: 1d
  sessionLifetime: 1h

# Kinds of objects. Callers write the fields; the id and the owner are set by the server.
# Instead of \`items:\` there may be a \`file:\` beside this one, with a list of objects in JSON or YAML.
resources:
  articles:
    fields:
      title: { minLength: 1, maxLength: 200, example: A new title }
      text: { maxLength: 20000, example: A new text. }
    owner: owner
    items:
      - { id: 1, title: Tokens travel light, text: A token carries what the API needs to know., owner: william }
      - { id: 2, title: Cookies remember, text: "A session lives where it can be ended: on the server.", owner: agus }
      - { id: 3, title: Roles decide, text: "Who you are is one question, what you may do another.", owner: sari }

# The API. Who is not named may not; \`any\` is everybody, without credentials too; \`when: own\` is for owners.
# Method and path say what a route does (list, read, create, replace, update, delete) and to which resource;
# else \`action:\` and \`resource:\` do. A route with \`body:\` always answers the same.
routes:
  GET /articles: { allow: [{ permission: articles:read }] }
  POST /articles: { allow: [{ permission: articles:write }] }
  GET /articles/{id}: { allow: [{ permission: articles:read }] }
  PUT /articles/{id}: { allow: [{ permission: articles:write }] }
  DELETE /articles/{id}: { allow: [{ permission: articles:write, when: own }, { role: admin }] }
  GET /users: { allow: [{ permission: users:read }] }
  GET /users/{id}: { allow: [{ role: reader, when: own }, { role: editor, when: own }, { role: admin }] }
  PATCH /users/{id}: { allow: [{ role: reader, when: own }, { role: editor, when: own }, { role: admin }] }
  DELETE /users/{id}: { allow: [{ permission: users:write }] }
  GET /health: { allow: any, summary: Whether the server runs, body: { status: ok } }

# What goes wrong from the start on: \`authctl serve --fault list\` has the names.
# faults: ["status:503,times=2"]

# What is wrong on purpose, to practise on: \`authctl serve --weak list\` has the names. On loopback only.
# weaknesses: [bfla, bola]
`;
