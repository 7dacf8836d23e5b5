package io.filetao.common.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Key derivation of RFC 5869 with SHA-256. */
public final class Hkdf {

    private Hkdf() {}

    /**
     * Extracts from the key material and expands to the wanted length.
     *
     * @param keyMaterial secret input, at least one byte
     * @param salt public separation of protocols
     * @param info public separation of uses
     * @param length bytes wanted, at most 8,160
     */
    public static byte[] derive(byte[] keyMaterial, byte[] salt, byte[] info, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(new SecretKeySpec(keyMaterial, "Generic"))
                                    .addSalt(salt)
                                    .thenExpand(info, length));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Every JDK from 25 on has HKDF-SHA256", absent);
        }
    }
}
