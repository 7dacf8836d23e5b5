package io.filetao.common.redis.embedded;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Just enough of Redis' protocol to ask a server on this machine whether it is up; everything else uses a real client. */
final class RespConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final int LINE_LIMIT = 64 * 1024;

    private final Socket socket;
    private final InputStream in;

    private RespConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RespConnection open(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            return new RespConnection(socket);
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /** Sends one command and answers its one-line reply as sent: {@code +OK}, {@code :1}, {@code -ERR …}. */
    String call(String... words) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(ascii("*" + words.length + "\r\n"));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            command.writeBytes(ascii("$" + bytes.length + "\r\n"));
            command.writeBytes(bytes);
            command.writeBytes(ascii("\r\n"));
        }
        OutputStream out = this.socket.getOutputStream();
        out.write(command.toByteArray());
        out.flush();
        return line();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
            if (next < 0 || line.size() > LINE_LIMIT) {
                throw new EOFException("The server closed the connection or does not speak Redis");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        this.socket.close();
    }
}
