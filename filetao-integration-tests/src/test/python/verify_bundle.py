#!/usr/bin/env python3
"""Checks proof bundles offline, with the standard library only.

Written from docs/spec/proofs.md alone, as a second opinion on the Java code: P-256, ristretto255, Merlin and sr25519
included. Usage: verify_bundle.py FILE... prints one line for each; exit code 0 when all of them are genuine.
"""

import hashlib
import hmac
import sys

# ---- section 1: conventions -------------------------------------------------------------------------------------


class Refused(Exception):
    """The bundle is not what it must be."""


def need(condition, why):
    if not condition:
        raise Refused(why)


def number(value, size=4):
    return value.to_bytes(size, "big")


def fields(*parts):
    out = b""
    for part in parts:
        part = part.encode("ascii") if isinstance(part, str) else part
        out += number(len(part)) + part
    return out


def H(*parts):
    return hashlib.sha256(fields(*parts)).digest()


def expand_message_xmd(message, dst, length):
    dst_prime = dst + bytes([len(dst)])
    first = hashlib.sha256(bytes(64) + message + number(length, 2) + b"\0" + dst_prime).digest()
    block, out, i = bytes(32), b"", 1
    while len(out) < length:
        block = hashlib.sha256(bytes(a ^ b for a, b in zip(first, block)) + bytes([i]) + dst_prime).digest()
        out, i = out + block, i + 1
    return out[:length]


def h2s(*parts):
    return int.from_bytes(expand_message_xmd(fields(*parts), b"FILETAO-V01-H2S", 48), "big") % N


# ---- P-256 -------------------------------------------------------------------------------------------------------

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def decompress(data):
    x = int.from_bytes(data[1:], "big")
    need(data[0] in (2, 3) and x < P, "a point is malformed")
    square = (x * x * x - 3 * x + B) % P
    y = pow(square, (P + 1) // 4, P)
    need(y * y % P == square, "a point is not on the curve")
    return (x, y if y & 1 == data[0] & 1 else P - y)


HGEN = decompress(bytes.fromhex("02b5746279f3ec152c827a9ef89baa2c60c3d88814e555b043a778eb8d77b6822d"))


def double(p):
    x, y, z = p
    if not y:
        return (1, 1, 0)
    zz = z * z % P
    m = 3 * (x - zz) * (x + zz) % P
    yy = y * y % P
    s = 4 * x * yy % P
    nx = (m * m - 2 * s) % P
    return (nx, (m * (s - nx) - 8 * yy * yy) % P, 2 * y * z % P)


def add(p, q):
    if not p[2]:
        return q
    if not q[2]:
        return p
    x1, y1, z1 = p
    x2, y2, z2 = q
    z1z1, z2z2 = z1 * z1 % P, z2 * z2 % P
    u1, u2 = x1 * z2z2 % P, x2 * z1z1 % P
    s1, s2 = y1 * z2 * z2z2 % P, y2 * z1 * z1z1 % P
    if u1 == u2:
        return double(p) if s1 == s2 else (1, 1, 0)
    h, r = u2 - u1, s2 - s1
    hh = h * h % P
    hhh = h * hh % P
    v = u1 * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return (x3, (r * (v - x3) - s1 * hhh) % P, h * z1 * z2 % P)


def commit(m, r):
    """m*G + r*Hgen, compressed, both multiples in one pass."""
    g, h = (*G, 1), (*HGEN, 1)
    table = [(1, 1, 0), g, h, add(g, h)]
    point = table[0]
    for bit in range(255, -1, -1):
        point = add(double(point), table[(m >> bit & 1) + 2 * (r >> bit & 1)])
    need(point[2], "a commitment is at infinity")
    inverse = pow(point[2], -1, P)
    x = point[0] * inverse * inverse % P
    y = point[1] * inverse * inverse * inverse % P
    return bytes([2 + (y & 1)]) + number(x, 32)


# ---- sr25519: Keccak, Strobe, Merlin, ristretto255 ---------------------------------------------------------------

MASK = 2**64 - 1


def round_constants():
    constants, register = [], 1
    for _ in range(24):
        value = 0
        for j in range(7):
            register = (register << 1 ^ (register >> 7) * 0x171) % 256
            if register & 2:
                value ^= 1 << ((1 << j) - 1)
        constants.append(value)
    return constants


ROUNDS = round_constants()


def rotate(value, by):
    by %= 64
    return (value << by | value >> 64 - by) & MASK if by else value


def keccak_f(state):
    lanes = [[int.from_bytes(state[8 * (x + 5 * y) : 8 * (x + 5 * y) + 8], "little") for y in range(5)] for x in range(5)]
    for constant in ROUNDS:
        c = [lanes[x][0] ^ lanes[x][1] ^ lanes[x][2] ^ lanes[x][3] ^ lanes[x][4] for x in range(5)]
        d = [c[(x + 4) % 5] ^ rotate(c[(x + 1) % 5], 1) for x in range(5)]
        lanes = [[lanes[x][y] ^ d[x] for y in range(5)] for x in range(5)]
        x, y, current = 1, 0, lanes[1][0]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, lanes[x][y] = lanes[x][y], rotate(current, (t + 1) * (t + 2) // 2)
        for y in range(5):
            row = [lanes[x][y] for x in range(5)]
            for x in range(5):
                lanes[x][y] = row[x] ^ (~row[(x + 1) % 5] & MASK & row[(x + 2) % 5])
        lanes[0][0] ^= constant
    return bytearray(b"".join(lanes[x][y].to_bytes(8, "little") for y in range(5) for x in range(5)))


class Merlin:
    RATE = 166

    def __init__(self, label):
        self.state = bytearray(200)
        self.state[:18] = bytes([1, 168, 1, 0, 1, 96]) + b"STROBEv1.0.2"
        self.state = keccak_f(self.state)
        self.at = self.begin = 0
        self.operate(0x12, b"Merlin v1.0")
        self.append(b"dom-sep", label)

    def permute(self):
        self.state[self.at] ^= self.begin
        self.state[self.at + 1] ^= 4
        self.state[self.RATE + 1] ^= 0x80
        self.state = keccak_f(self.state)
        self.at = self.begin = 0

    def absorb(self, data):
        for byte in data:
            self.state[self.at] ^= byte
            self.at += 1
            if self.at == self.RATE:
                self.permute()

    def operate(self, flags, data):
        before, self.begin = self.begin, self.at + 1
        self.absorb(bytes([before, flags]))
        if flags & 0x24 and self.at:
            self.permute()
        self.absorb(data)

    def append(self, label, message):
        self.operate(0x12, label + len(message).to_bytes(4, "little"))
        self.operate(0x02, message)

    def challenge(self, label, length):
        self.operate(0x12, label + length.to_bytes(4, "little"))
        self.operate(0x07, b"")
        out = bytearray()
        for _ in range(length):
            out.append(self.state[self.at])
            self.state[self.at] = 0
            self.at += 1
            if self.at == self.RATE:
                self.permute()
        return bytes(out)


Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q
ROOT = pow(2, (Q - 1) // 4, Q)


def ratio_root(u, v):
    """Whether u/v is a square, and its non-negative root, or that of i*u/v."""
    r = u * pow(v, 3, Q) * pow(u * pow(v, 7, Q), (Q - 5) // 8, Q) % Q
    check = v * r * r % Q
    square = check in (u % Q, -u % Q)
    if check in (-u % Q, -u * ROOT % Q):
        r = r * ROOT % Q
    return square, Q - r if r & 1 else r


INV_ROOT_A_MINUS_D = ratio_root(1, (-1 - D) % Q)[1]


def ristretto_decode(data):
    s = int.from_bytes(data, "little")
    if s >= Q or s & 1:
        return None
    ss = s * s % Q
    u1, u2 = (1 - ss) % Q, (1 + ss) % Q
    v = (-D * u1 * u1 - u2 * u2) % Q
    square, i = ratio_root(1, v * u2 * u2 % Q)
    dx = i * u2 % Q
    x = 2 * s * dx % Q
    x = Q - x if x & 1 else x
    y = u1 * i * dx * v % Q
    t = x * y % Q
    return (x, y, 1, t) if square and not t & 1 and y else None


def ristretto_encode(point):
    x, y, z, t = point
    u1, u2 = (z + y) * (z - y) % Q, x * y % Q
    _, i = ratio_root(1, u1 * u2 * u2 % Q)
    d1, d2 = i * u1 % Q, i * u2 % Q
    z_inv = d1 * d2 * t % Q
    if t * z_inv % Q & 1:
        x, y, d = y * ROOT % Q, x * ROOT % Q, d1 * INV_ROOT_A_MINUS_D % Q
    else:
        d = d2
    if x * z_inv % Q & 1:
        y = -y % Q
    s = d * (z - y) % Q
    return (Q - s if s & 1 else s).to_bytes(32, "little")


def edwards_add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % Q
    b = (p[1] + p[0]) * (q[1] + q[0]) % Q
    c = 2 * p[3] * q[3] * D % Q
    d = 2 * p[2] * q[2] % Q
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % Q, g * h % Q, f * g % Q, e * h % Q)


BASE = ristretto_decode(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))
BASE = BASE or sys.exit("The base point does not decode")


def verify_signature(public_key, message, signature):
    """sr25519 under the context "substrate"."""
    key, r = ristretto_decode(public_key), signature[:32]
    s = int.from_bytes(signature[32:], "little")
    if key is None or not s >> 255:
        return False
    s -= 1 << 255
    if s >= L:
        return False
    transcript = Merlin(b"SigningContext")
    transcript.append(b"", b"substrate")
    transcript.append(b"sign-bytes", message)
    transcript.append(b"proto-name", b"Schnorr-sig")
    transcript.append(b"sign:pk", public_key)
    transcript.append(b"sign:R", r)
    k = int.from_bytes(transcript.challenge(b"sign:c", 64), "little") % L
    negative = (Q - key[0], key[1], key[2], Q - key[3])
    table = [(0, 1, 1, 0), BASE, negative, edwards_add(BASE, negative)]
    point = table[0]
    for bit in range(252, -1, -1):
        point = edwards_add(point, point)
        point = edwards_add(point, table[(s >> bit & 1) + 2 * (k >> bit & 1)])
    return ristretto_encode(point) == r


def signed(by, message, signature, what):
    need(verify_signature(by, message, signature), what + " has a wrong signature")


# ---- reading -----------------------------------------------------------------------------------------------------


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, length):
        need(len(self.data) - self.at >= length, "the bundle ends too early")
        self.at += length
        return self.data[self.at - length : self.at]

    def u(self, size):
        value = int.from_bytes(self.take(size), "big")
        need(size < 4 or value < 1 << 8 * size - 1, "a number is out of range")
        return value

    def flag(self):
        value = self.u(1)
        need(value <= 1, "a flag is neither 0 nor 1")
        return value == 1

    def scalar(self):
        value = int.from_bytes(self.take(32), "big")
        need(value < N, "a scalar is not below the group order")
        return value

    def type(self, expected):
        need(self.u(2) == expected, "a message is of another type")

    def height(self):
        value = self.u(8)
        need(value % 3 == 0, "a height is not a multiple of 3")
        return value

    def since(self, start):
        return self.data[start : self.at]

    def inner(self, size):
        return Reader(self.take(size))

    def end(self):
        need(self.at == len(self.data), "there are bytes too many")


def read_header(outer):
    start = outer.at
    outer.type(0x0102)
    header = {
        "rid": outer.take(16),
        "gen": outer.u(4),
        "file": outer.take(16),
        "segment": outer.u(4),
        "number": outer.u(2),
        "k": outer.u(2),
        "n": outer.u(2),
        "length": outer.u(8),
        "v": outer.take(32),
        "u": outer.take(32),
        "root": outer.take(32),
        "initial": outer.take(32),
    }
    header["bytes"] = outer.since(start)
    need(1 <= header["k"] <= header["n"] <= 255 and header["number"] < header["n"], "a position is out of range")
    need(1 <= header["length"] <= 2**30, "a length is out of range")
    return header


def read_link(r):
    link = {"seed": r.take(32), "K": r.take(33) if r.flag() else None}
    link["passed"] = r.flag()
    need(link["K"] or not link["passed"], "a challenge without an answer has passed")
    return link


def linked(head, link):
    return H("link", head, link["seed"], link["K"] or b"", bytes([link["passed"]]))


def read_challenge(r):
    r.type(0x0110)
    c = {"rid": r.take(16), "n": r.u(4), "epoch": r.u(4), "epochKey": r.take(32), "height": r.height()}
    c.update(b=r.take(32), pi=r.take(32), head=r.take(32), deadlines=(r.u(4), r.u(4)), before=None)
    need(c["n"] >= 1, "challenges are counted from 1")
    if r.flag():
        c["before"] = (r.take(32), read_link(r))
    c["bytes"] = r.since(0)
    c["signature"] = r.take(64)
    r.end()
    c["seed"] = H("seed", c["b"], c["pi"], c["head"], c["rid"], number(c["n"]))
    return c


def read_path(r):
    length = r.u(1)
    need(length <= 16, "a path is too long")
    return [r.take(32) for _ in range(length)]


def read_spot(r):
    return {"segment": r.take(1024), "inner": read_path(r), "c": r.take(33), "blinding": r.scalar(), "outer": read_path(r)}


def read_transcript(r):
    challenge = read_challenge(r.inner(r.u(4)))
    answer = opening = None
    if r.flag():
        r.type(0x0111)
        answer = {"rid": r.take(16), "n": r.u(4), "K": r.take(33), "signature": r.take(64)}
    if r.flag():
        opening = {"m": r.scalar(), "r": r.scalar(), "spots": [read_spot(r), read_spot(r)]}
    v = r.inner(r.u(4))
    v.type(0x0114)
    verdict = {"rid": v.take(16), "n": v.u(4), "link": read_link(v), "reason": v.u(1), "head": v.take(32)}
    need((verdict["reason"] == 0) == verdict["link"]["passed"], "reason and verdict contradict each other")
    verdict["bytes"] = v.since(0)
    verdict["signature"] = v.take(64)
    v.end()
    return challenge, answer, opening, verdict


# ---- checking ----------------------------------------------------------------------------------------------------


def fold(node, index, count, path, what):
    path = list(path)
    while count > 1:
        if index ^ 1 < count:
            need(path, what + " is too short")
            sibling = path.pop(0)
            node = H(b"\1", node, sibling) if index & 1 == 0 else H(b"\1", sibling, node)
        index, count = index // 2, (count + 1) // 2
    need(not path, what + " is too long")
    return node


def check_spot(header, segment, spot):
    segments = 4 * -(-header["length"] // 4096)
    groups = -(-segments // 1024)
    group = segment // 1024
    leaf = H(b"\2", number(group), spot["c"])
    need(fold(leaf, group, groups, spot["outer"], "a path") == header["root"], "a commitment does not lead to R")
    count = min(1024, segments - 1024 * group)
    root = fold(H(b"\0", spot["segment"]), segment % 1024, count, spot["inner"], "a path")
    m = h2s("leaf", header["rid"], number(group), root)
    need(commit(m, spot["blinding"]) == spot["c"], "a commitment does not open to its segment")


def check_store(r, statement):
    header = read_header(r)
    signature, tags, key = r.take(64), r.take(32), r.take(32)
    r.type(0x0105)
    receipt = {"rid": r.take(16), "initial": r.take(32), "signature": r.take(64)}
    need(header["v"] == statement["v"] and header["file"] == statement["file"], "a shard is of another file")
    need(header["segment"] < len(statement["segments"]), "a shard is of an unknown segment")
    _, k, n = statement["segments"][header["segment"]]
    need((header["k"], header["n"]) == (k, n), "a shard is of another code")
    initial = H(
        "init", header["rid"], header["u"], header["v"], number(header["gen"]), number(header["length"], 8),
        header["root"], tags, key,
    )
    need(initial == header["initial"], "C_0 is wrong")
    need((receipt["rid"], receipt["initial"]) == (header["rid"], initial), "a receipt is for another shard")
    signed(header["v"], H("header", header["bytes"]), signature, "a header")
    signed(header["u"], H("receipt", header["rid"], initial), receipt["signature"], "a receipt")
    return header


def check_transcript(header, transcript, keys, used):
    c, answer, opening, verdict = transcript
    link = verdict["link"]
    need(c["rid"] == verdict["rid"] == header["rid"] and c["n"] == verdict["n"], "a challenge is of another shard")
    need(link["seed"] == c["seed"] and linked(c["head"], link) == verdict["head"], "a chain is broken")
    need(c["n"] > 1 or c["head"] == header["initial"], "a chain does not start at C_0")
    need(c["before"] is None or linked(*c["before"]) == c["head"], "a repeated link does not lead to the head")
    need((answer and answer["K"]) == link["K"], "answer and link differ")
    need((opening is not None) == link["passed"], "an opening is there without need, or missing")
    if c["epoch"] in keys:
        key = keys[c["epoch"]]
        need(H("pi-key", number(c["epoch"]), key) == c["epochKey"], "an epoch's key is not the published one")
        need(hmac.new(key, fields(c["b"], c["rid"]), hashlib.sha256).digest() == c["pi"], "pi is wrong")
        used.add(c["epoch"])
    signed(header["v"], H("challenge", c["bytes"]), c["signature"], "a challenge")
    signed(header["v"], H("verdict", verdict["bytes"]), verdict["signature"], "a verdict")
    if answer:
        need((answer["rid"], answer["n"]) == (c["rid"], c["n"]), "an answer is for another challenge")
        message = H("answer", c["rid"], number(c["n"]), c["seed"], answer["K"])
        signed(header["u"], message, answer["signature"], "an answer")
    if opening:
        need(commit(opening["m"], opening["r"]) == answer["K"], "K does not open")
        digest = H("spot", c["b"], c["pi"], c["rid"])
        segments = 4 * -(-header["length"] // 4096)
        for half, spot in zip((digest[:16], digest[16:]), opening["spots"]):
            check_spot(header, int.from_bytes(half, "big") % segments, spot)
    return link["passed"]


def verify(data):
    """Whether every segment has k proven shards; raises Refused when anything is not genuine."""
    r = Reader(data)
    r.type(0x0132)
    start = r.at
    r.type(0x0131)
    statement = {"v": r.take(32), "file": r.take(16), "digest": r.take(32), "size": r.u(8), "content": r.take(32)}
    r.height()
    r.take(32)
    statement["segments"] = [(r.u(4), r.u(2), r.u(2)) for _ in range(r.u(4))]
    body = r.since(start)
    signed(statement["v"], H("file", body), r.take(64), "the statement")
    need(sum(segment[0] for segment in statement["segments"]) == statement["size"], "the segments do not add up")
    count = r.u(4)
    pairs = [(r.u(4), r.take(32)) for _ in range(count)]
    keys, used, seen = dict(pairs), set(), set()
    need(len(keys) == count, "an epoch's key is revealed twice")
    proven = [0] * len(statement["segments"])
    for _ in range(r.u(4)):
        header = check_store(r, statement)
        place = (header["segment"], header["number"])
        need(place not in seen, "a shard stands there twice")
        seen.add(place)
        if r.flag() and check_transcript(header, read_transcript(r), keys, used):
            proven[header["segment"]] += 1
    r.end()
    need(used == set(keys), "a key is revealed that no challenge was made with")
    return all(count >= segment[1] for count, segment in zip(proven, statement["segments"]))


def main(paths):
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    code = 0
    for path in paths:
        with open(path, "rb") as file:
            data = file.read()
        try:
            print(f"{path}: genuine, {'complete' if verify(data) else 'incomplete'}")
        except Refused as why:
            print(f"{path}: refused: {why}")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
