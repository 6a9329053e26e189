// Prints an identity token: FINGERPOST_IDENTITY_KEY=ik_… node identity.mjs ada
import { createHmac } from "node:crypto";

// Says, until the expiry (in seconds since 1970), that whoever shows it is the user.
function identityToken(key, userId, expiry) {
  const signed = `v1.${key.split("_")[1]}.${expiry}`;
  const mac = createHmac("sha256", key).update(`${signed}.${userId}`).digest("base64url");
  return `${signed}.${mac}`;
}

const inAnHour = Math.floor(Date.now() / 1000) + 3600;
console.log(identityToken(process.env.FINGERPOST_IDENTITY_KEY, process.argv[2], inAnHour));
