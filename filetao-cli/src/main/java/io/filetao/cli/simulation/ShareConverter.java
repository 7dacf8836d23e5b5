package io.filetao.cli.simulation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share as people write it: {@code 5%}, {@code 0.05}, and {@code 10%/month} where it is one of a month. */
final class ShareConverter implements ITypeConverter<Double> {

    private static final Pattern SHARE =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(%?)(?:/month)?");

    @Override
    public Double convert(String text) {
        Matcher share = SHARE.matcher(text);
        if (!share.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is no share; write 5% or 0.05, of a month 10%/month");
        }
        double number = Double.parseDouble(share.group(1));
        return share.group(2).isEmpty() ? number : number / 100;
    }
}
