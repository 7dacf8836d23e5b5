import java.nio.file.Files;
import java.nio.file.Path;
import org.example.filetao.ApiClient;
import org.example.filetao.api.FilesApi;

/** Stores the file that is named first and reads it back into the second, with the generated client. */
class StoreAndRetrieve {

    public static void main(String[] names) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(System.getenv("API"));
        client.setRequestInterceptor(request ->
                request.header("Authorization", "Bearer " + System.getenv("TOKEN")));
        FilesApi files = new FilesApi(client);

        String cid = files.storeFile(Path.of(names[0]).toFile(), null, 3600L, null, null, null).getCid();
        Files.copy(files.readFile(cid, null, null, null, null).toPath(), Path.of(names[1]));
        System.out.println(cid);
    }
}
