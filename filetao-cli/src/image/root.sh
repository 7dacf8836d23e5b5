#!/bin/sh
# Makes the root of an image that stands on no other: a Java runtime with what FileTAO needs of it, the C library it was
# built for, a shell, and a user. Asks no registry and no container engine.
#
#   root.sh JAVA_HOME DIRECTORY
set -eu
java_home=$1
root=$2

# What Spring, Netty and the programs use, and what helps an operator to look into a running one.
modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http
modules=$modules,java.scripting,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr
modules=$modules,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

rm -rf "$root"
mkdir -p "$root/opt" "$root/bin" "$root/etc" "$root/tmp" "$root/data" "$root/wallets" "$root/spool"
"$java_home/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
    --generate-cds-archive --output "$root/opt/java" >/dev/null

# Nothing is drawn here; java.desktop is there for its beans.
for library in awt awt_headless awt_xawt fontmanager freetype javajpeg jawt jsound lcms mlib_image splashscreen; do
    rm -f "$root/opt/java/lib/lib$library.so"
done
rm -f "$root/opt/java/lib/server/classes_nocoops.jsa" "$root/opt/java/lib/server/classes_coh.jsa" \
    "$root/opt/java/lib/server/classes_nocoops_coh.jsa"

# A node's own Redis is watched by a shell in a session of its own. Redis itself comes out of a jar and needs no library.
for program in sh setsid; do
    cp -L "$(command -v "$program")" "$root/bin/$program"
done

# The loader and the libraries that these programs name, where they look for them.
find "$root/opt/java" "$root/bin" -type f \( -name '*.so' -o -path '*/bin/*' -o -name jspawnhelper \) -exec ldd {} + 2>/dev/null |
    sed -n 's/^.*[[:space:]]\(\/[^ ]*\) (0x[0-9a-f]*)$/\1/p' | grep -v "^$root" | sort -u |
    while read -r library; do
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
    done

# The one place that outlives a container is the home directory: a node's Redis, logs and wallets are looked for there.
echo 'root:x:0:0::/:/sbin/nologin
filetao:x:10001:10001::/data:/sbin/nologin' >"$root/etc/passwd"
echo 'root:x:0:
filetao:x:10001:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
