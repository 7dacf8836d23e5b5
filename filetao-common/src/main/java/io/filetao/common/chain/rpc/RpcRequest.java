package io.filetao.common.chain.rpc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call.
 *
 * @param params in order; null stands for one that is left out
 */
public record RpcRequest(String method, List<@Nullable Object> params) {

    public static RpcRequest of(String method, @Nullable Object... params) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object param : params) {
            list.add(param);
        }
        return new RpcRequest(method, list);
    }

    Map<String, Object> json(long id) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("jsonrpc", "2.0");
        json.put("id", id);
        json.put("method", this.method);
        json.put("params", this.params);
        return json;
    }
}
