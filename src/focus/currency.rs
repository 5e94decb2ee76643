//! The national currencies of ISO 4217: what BillingCurrency can be (BillingCurrency-C-006-M).
//!
//! Codes of states and unions of states, with the funds that states publish; not the codes of metals,
//! of bond markets, of tests and of no currency at all.

const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV \
    BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP \
    DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR \
    ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK \
    MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG \
    QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT \
    TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XOF \
    XPF YER ZAR ZMW ZWG ZWL ";

/// The other codes of ISO 4217: of metals, of bond markets, of funds, of tests and of no currency.
const OTHERS: &[&str] =
    &["XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"];

/// Whether it is a code of ISO 4217.
pub fn is_iso(code: &str) -> bool {
    is_national(code) || OTHERS.contains(&code)
}

/// Whether it is the code of a national currency.
pub fn is_national(code: &str) -> bool {
    if code == "USD" {
        // Nearly all are.
        return true;
    }
    // The codes are sorted, each with a space behind it.
    let (codes, _) = CODES.as_bytes().as_chunks();
    codes.binary_search_by(|[a, b, c, _]| [*a, *b, *c].as_slice().cmp(code.as_bytes())).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_and_no_other() {
        let codes: Vec<&str> = CODES.split_whitespace().collect();
        assert_eq!(codes.len(), 170);
        assert!(codes.iter().all(|code| code.len() == 3 && is_national(code)));
        for code in ["", "US", "USDX", "usd", "XXX", "XAU", "XTS", "AAA", "ZZZ", "é$"] {
            assert!(!is_national(code), "{code}");
        }
        assert!(is_iso("USD") && is_iso("XAU") && !is_iso("AAA"));
    }
}
