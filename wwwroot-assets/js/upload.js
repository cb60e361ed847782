// Sends a chosen file by POST with the form's token, past the circuit, and tells the page what became of it.
const answer = (code, sentence) => ({ code, sentence });

export async function upload(input, url, maxBytes) {
  const file = input.files[0];
  if (!file) return answer("none", "");
  if (file.size > maxBytes) return answer("too-large", `${file.name} has ${(file.size / 1048576).toFixed(1)} MB; at most ${maxBytes / 1048576} MB can be read.`);
  const form = new FormData();
  form.append("file", file);
  const token = document.querySelector("#sign-out input[name=__RequestVerificationToken]")?.value ?? "";
  try {
    const response = await fetch(url, { method: "POST", body: form, headers: { RequestVerificationToken: token }, redirect: "manual" });
    if (response.type === "opaqueredirect") return answer("session", "Your session is over. Sign in again; the import is kept.");
    if (response.headers.get("content-type")?.includes("json")) return await response.json();
    return response.status === 413
      ? answer("too-large", "The file is larger than can be read.")
      : answer("failed", `The upload was refused (${response.status}). Reload the page and choose the file again.`);
  } catch {
    return answer("lost", "The connection was lost during the upload. Nothing was stored; choose the file again.");
  }
}

export function clear(input) {
  input.value = "";
}
