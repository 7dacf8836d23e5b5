// Answers each line of JSON on standard input with one line of JSON on standard output:
//   {"ask": "generate"}                                              -> {"mnemonic"}
//   {"ask": "key", "secret": MNEMONIC_OR_SEED}                       -> {"address", "publicKey"}
//   {"ask": "keyfile", "path": FILE, "password": TEXT_OR_ABSENT}     -> {"byPhrase", "bySeed", "declared"}
//   {"ask": "seal", "path": FILE, "password": TEXT, "content": TEXT} -> {"sealed": true}
//   {"ask": "sign", "secret": MNEMONIC_OR_SEED, "message": HEX}      -> {"signature"}
//   {"ask": "verify", "address": SS58, "message": HEX, "signature": HEX} -> {"valid"}
//   {"ask": "cid", "content": HEX}                                   -> {"cid"}
//   {"ask": "lock", "key": HEX, "round": NUMBER, "message": HEX}     -> {"sealed"}
//   {"ask": "unlock", "signature": HEX, "sealed": HEX}               -> {"message"}
import { readFileSync, writeFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import timelock, { tld, tle } from '@ideallabs/timelock_wasm_wrapper';
import { hexToU8a, u8aToHex } from '@polkadot/util';
import {
  cryptoWaitReady, decodeAddress, encodeAddress, mnemonicGenerate, mnemonicToMiniSecret, naclDecrypt, naclEncrypt,
  sr25519PairFromSeed, sr25519Sign, sr25519Verify
} from '@polkadot/util-crypto';
import sodium from 'libsodium-wrappers-sumo';
import { CID } from 'multiformats/cid';
import * as raw from 'multiformats/codecs/raw';
import { sha256 } from 'multiformats/hashes/sha2';

const PREFIX = 42;
const SALT = hexToU8a('0x137183dff15a09bc9c90b5518739e9b1');

const pair = (secret) =>
  sr25519PairFromSeed(secret.startsWith('0x') ? hexToU8a(secret) : mnemonicToMiniSecret(secret));
const address = (secret) => encodeAddress(pair(secret).publicKey, PREFIX);

const derive = (password) =>
  sodium.crypto_pwhash(32, password, SALT, 8, 512 * 1024 * 1024, sodium.crypto_pwhash_ALG_ARGON2I13);

function open(content, password) {
  if (content.subarray(0, 5).toString() !== '$NACL') {
    return content.toString();
  }
  const plain = naclDecrypt(new Uint8Array(content.subarray(29)), new Uint8Array(content.subarray(5, 29)), derive(password));
  return Buffer.from(plain).toString();
}

const CURVE = 'bls12_381';
const list = (hex) => Array.from(hexToU8a(hex));
const identity = (round) => {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(round));
  return Array.from(createHash('sha256').update(number).digest());
};

const answers = {
  generate: () => ({ mnemonic: mnemonicGenerate() }),
  key: ({ secret }) => ({ address: address(secret), publicKey: u8aToHex(pair(secret).publicKey) }),
  keyfile: ({ path, password }) => {
    const fields = JSON.parse(open(readFileSync(path), password));
    return { byPhrase: address(fields.secretPhrase), bySeed: address(fields.secretSeed), declared: fields.ss58Address };
  },
  seal: ({ path, password, content }) => {
    const { encrypted, nonce } = naclEncrypt(new TextEncoder().encode(content), derive(password));
    writeFileSync(path, Buffer.concat([Buffer.from('$NACL'), nonce, encrypted]));
    return { sealed: true };
  },
  sign: ({ secret, message }) => ({ signature: u8aToHex(sr25519Sign(hexToU8a(message), pair(secret))) }),
  verify: (q) => ({ valid: sr25519Verify(hexToU8a(q.message), hexToU8a(q.signature), decodeAddress(q.address)) }),
  cid: async ({ content }) => ({ cid: CID.createV1(raw.code, await sha256.digest(hexToU8a(content))).toString() }),
  lock: ({ key, round, message }) => ({
    sealed: u8aToHex(new Uint8Array(tle(identity(round), list(message), Array.from(randomBytes(32)), list(key), CURVE)))
  }),
  unlock: ({ signature, sealed }) => ({ message: u8aToHex(new Uint8Array(tld(list(sealed), list(signature), CURVE))) })
};

await cryptoWaitReady();
await sodium.ready;
await timelock({
  module_or_path: readFileSync(new URL(import.meta.resolve('@ideallabs/timelock_wasm_wrapper/timelock_wasm_wrapper_bg.wasm')))
});
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  console.log(JSON.stringify(await answers[question.ask](question)));
}
