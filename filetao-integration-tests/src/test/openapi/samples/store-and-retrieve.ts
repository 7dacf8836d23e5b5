import { Configuration, FilesApi } from "./client";

declare const process: { env: Record<string, string>; argv: string[]; exit(code: number): never };
declare function require(module: string): any;

/** Stores the file that is named first and reads it back into the second, with the generated client. */
async function main([source, target]: string[]): Promise<void> {
    const { readFileSync, writeFileSync } = require("node:fs");
    const files = new FilesApi(new Configuration({ basePath: process.env.API, accessToken: process.env.TOKEN }));

    const { cid } = await files.storeFile({ body: new Blob([readFileSync(source)]), filetaoTtl: 3600 });
    const read = await files.readFile({ cid });
    writeFileSync(target, Buffer.from(await read!.arrayBuffer()));
    console.log(cid);
}

declare const Buffer: { from(bytes: ArrayBuffer): Uint8Array };

main(process.argv.slice(2)).catch((failure) => {
    console.error(failure);
    process.exit(1);
});
