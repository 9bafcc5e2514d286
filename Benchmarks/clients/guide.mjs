// The guide's steps in Node.js: node:https for requests, node:crypto for assertions, Promise.all for all banks at once.

import crypto from 'node:crypto'
import fs from 'node:fs'
import https from 'node:https'
import tls from 'node:tls'

const environment = process.env
const CLIENT_ID = environment.OFP_CLIENT_ID
const signingKey = crypto.createPrivateKey(fs.readFileSync(environment.OFP_SIGNING_KEY))

const agent = new https.Agent({
  keepAlive: true,
  maxSockets: Infinity,
  // One for all hosts: without it Node.js parses certificates and key anew for each connection.
  secureContext: tls.createSecureContext({
    ca: fs.readFileSync(environment.OFP_CA_FILE),
    cert: fs.readFileSync(environment.OFP_TRANSPORT_CERT),
    key: fs.readFileSync(environment.OFP_TRANSPORT_KEY),
  }),
  // `*.localhost` is the loopback interface (RFC 6761 §6.3), which not every resolver knows.
  lookup: (name, options, done) =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
})

const base64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

const signJWT = (claims) =>
  new Promise((resolve, reject) => {
    const now = Math.floor(Date.now() / 1000)
    const header = { alg: 'PS256', typ: 'JWT', kid: environment.OFP_SIGNING_KEY_ID }
    const text = `${base64(header)}.${base64({ ...claims, iat: now, nbf: now, exp: now + 300 })}`
    const key = { key: signingKey, padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    crypto.sign('sha256', Buffer.from(text), key, (error, signature) =>
      error ? reject(error) : resolve(`${text}.${signature.toString('base64url')}`),
    )
  })

const ask = (url, { method = 'GET', headers = {}, body } = {}) =>
  new Promise((resolve, reject) => {
    const request = https.request(url, { agent, method, headers }, (answer) => {
      const chunks = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
      answer.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })

const participants = await ask(environment.OFP_DIRECTORY_URL)
const lfis = participants.flatMap((organisation) =>
  organisation.AuthorisationServers.flatMap((server) =>
    server.ApiResources.filter((resource) => resource.ApiFamilyType === 'product').map((resource) => ({
      discovery: server.OpenIDDiscoveryDocument,
      products: resource.ApiDiscoveryEndpoints[0].ApiEndpoint,
    })),
  ),
)

const discovered = await Promise.all(lfis.map(async (lfi) => ({ ...lfi, ...(await ask(lfi.discovery)) })))

const tokens = await Promise.all(
  discovered.map(async (lfi) => {
    const assertion = await signJWT({
      iss: CLIENT_ID,
      sub: CLIENT_ID,
      aud: lfi.issuer,
      jti: crypto.randomUUID(),
    })
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'products',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString()
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': Buffer.byteLength(body),
    }
    const { access_token } = await ask(lfi.token_endpoint, { method: 'POST', headers, body })
    return { ...lfi, access_token }
  }),
)

const results = await Promise.all(
  tokens.map((lfi) =>
    ask(lfi.products, {
      headers: {
        Authorization: `Bearer ${lfi.access_token}`,
        'x-fapi-interaction-id': crypto.randomUUID(),
        'x-fapi-customer-ip-address': environment.OFP_CUSTOMER_IP,
      },
    }),
  ),
)

const products = results.flatMap((result) => result.Data ?? []).flatMap((group) => group.Products)
process.stdout.write(JSON.stringify(products), () => process.exit(0))
