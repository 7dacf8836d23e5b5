// Uploads a file with tus-js-client, or goes on with it where an earlier run of this program ended.
// node tus-upload.mjs ENDPOINT TOKEN FILE STATE [CHUNK]: STATE is where it remembers its uploads; prints the upload's address.
import fs from 'node:fs'
import * as tus from 'tus-js-client'

const [endpoint, token, file, state, chunk] = process.argv.slice(2)
const upload = new tus.Upload(fs.createReadStream(file), {
  endpoint,
  headers: { Authorization: `Bearer ${token}` },
  metadata: { filename: 'from-node.bin', filetype: 'application/x-test' },
  chunkSize: chunk ? Number(chunk) : Infinity,
  retryDelays: [0, 500, 1000, 2000, 4000, 8000],
  urlStorage: new tus.FileUrlStorage(state),
  storeFingerprintForResuming: true,
  onError: (failure) => {
    console.error(String(failure))
    process.exit(1)
  },
  onSuccess: () => {
    console.log(upload.url)
  },
})
const earlier = await upload.findPreviousUploads()
if (earlier.length > 0) {
  upload.resumeFromPreviousUpload(earlier[0])
}
upload.start()
