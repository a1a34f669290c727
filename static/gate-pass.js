// What a pass says, and whether we signed it: cemetery/visits/passes.py, read without a network.

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", MARK = "V1", BODY = 31, WHOLE = 95, LENGTH = 154;
const BEGINNING = Date.UTC(2020, 0, 1), DAY_MS = 86_400_000;

/** What is said, or null for whatever is not signed with `key`. Days as "2027-04-05". */
export async function readPass(scanned, key) {
  const text = scanned.trim().toUpperCase();
  if (!text.startsWith(MARK) || text.length !== LENGTH) return null;
  const raw = bytesOf(text.slice(MARK.length), WHOLE);
  if (!raw) return null;
  const body = raw.slice(0, BODY);
  if (!(await crypto.subtle.verify("Ed25519", key, raw.slice(BODY), body))) return null;
  const number = (at, length) => body.slice(at, at + length).reduce((sum, byte) => sum * 256 + byte, 0);
  return {
    site: [...body.slice(0, 16)].map(byte => byte.toString(16).padStart(2, "0")).join(""),
    day: new Date(BEGINNING + number(16, 2) * DAY_MS).toISOString().slice(0, 10),
    begins: number(18, 2),
    ends: number(20, 2),
    code: lettersOf(body.slice(22, 27)),
    serial: body[27],
    persons: number(28, 2),
    cars: body[30],
  };
}

export const looksLikePass = scanned => /^V1.{9,}/i.test(scanned.trim());

export const importKey = written =>
  crypto.subtle.importKey("raw", Uint8Array.from(atob(written), letter => letter.charCodeAt(0)),
    { name: "Ed25519" }, false, ["verify"]);

function bytesOf(letters, length) {
  let number = 0n;
  for (const letter of letters) {
    const at = LETTERS.indexOf(letter);
    if (at < 0) return null;
    number = number * 32n + BigInt(at);
  }
  const bytes = new Uint8Array(length);
  for (let at = length - 1; at >= 0; at -= 1) {
    bytes[at] = Number(number & 255n);
    number >>= 8n;
  }
  return number ? null : bytes;
}

function lettersOf(bytes) {
  let number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n), letters = "";
  for (let place = 0; place < (bytes.length * 8) / 5; place += 1) {
    letters = LETTERS[Number(number & 31n)] + letters;
    number >>= 5n;
  }
  return letters;
}
