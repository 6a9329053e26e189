/** keyOf makes a key of what somebody types: "Trial users in Europe" is trial-users-in-europe. */
export function keyOf(text: string): string {
  const plain = text.trim().normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("ß", "ss").toLowerCase();
  return plain.replaceAll(/[^a-z0-9._-]+/g, "-").replaceAll(/^[-._]+|-+$/g, "");
}
