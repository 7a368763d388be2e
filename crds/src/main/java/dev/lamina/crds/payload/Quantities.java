package dev.lamina.crds.payload;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Kubernetes quantities as plain numbers.
public final class Quantities {
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private Quantities() {}

  /// `512Mi` -> 536870912; an IllegalArgumentException says what is wrong.
  public static long bytes(String quantity) {
    return whole(quantity, amount(quantity));
  }

  /// `500m` -> 500, `2` -> 2000; an IllegalArgumentException says what is wrong.
  public static long millis(String quantity) {
    return whole(quantity, amount(quantity).multiply(THOUSAND));
  }

  private static BigDecimal amount(String quantity) {
    try {
      var amount = Quantity.parse(quantity).getNumericalAmount();
      if (amount.signum() >= 0) {
        return amount;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + quantity + "\" is not a quantity", e);
    }
    throw new IllegalArgumentException("\"" + quantity + "\" is negative");
  }

  private static long whole(String quantity, BigDecimal number) {
    try {
      return number.setScale(0, RoundingMode.UP).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("\"" + quantity + "\" is too large", e);
    }
  }
}
