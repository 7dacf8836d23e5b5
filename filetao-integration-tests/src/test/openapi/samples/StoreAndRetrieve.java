

import java.nio.file.Files;
import java.nio.file.Path;
import org.example.filetao.ApiClient;
import org.example.filetao.api.FilesApi;
import org.springframework.core.io.FileSystemResource;

/** Stores the file that is named first and reads it back into the second, with the generated client. */
class StoreAndRetrieve {

    public static void main(String[] names) throws Exception {
        ApiClient client = new ApiClient();
        client.setBasePath(System.getenv("API"));
        client.setBearerToken(System.getenv("TOKEN"));
        FilesApi files = new FilesApi(client);

        String cid =
                files.storeFile(
                                new FileSystemResource(Path.of(names[0])),
                                null,
                                3600L,
                                null,
                                null,
                                null)
                        .getCid();
        Files.write(
                Path.of(names[1]),
                files.readFile(cid, null, null, null, null).getContentAsByteArray());
        System.out.println(cid);
    }
}
