using Dialer.Core.Leads;
using Dialer.Lists.Numbers;
using Xunit;

namespace Dialer.Lists.Tests.Numbers;

public sealed class CellReaderTests
{
    private static NumberCountry Home(string iso) => CountryBook.Find(iso)!;

    private static FoundNumber One(string cell, string home) => Assert.Single(CellReader.Read(cell, Home(home)));

    [Theory]
    // Ten ways to write a French number, and some more.
    [InlineData("FR", "01 99 00 12 34", "+33199001234")]
    [InlineData("FR", "0199001234", "+33199001234")]
    [InlineData("FR", "01.99.00.12.34", "+33199001234")]
    [InlineData("FR", "0199-00-12-34", "+33199001234")]
    [InlineData("FR", "+33199001234", "+33199001234")]
    [InlineData("FR", "+33 1 99 00 12 34", "+33199001234")]
    [InlineData("FR", "+33 (0)1 99 00 12 34", "+33199001234")]
    [InlineData("FR", "0033 199001234", "+33199001234")]
    [InlineData("FR", "00 33 1 99 00 12 34", "+33199001234")]
    [InlineData("FR", "199001234", "+33199001234")] // the leading zero lost in a spreadsheet
    [InlineData("FR", "33199001234", "+33199001234")]
    [InlineData("FR", "+33 01 99 00 12 34", "+33199001234")]
    [InlineData("FR", "(01) 99 00 12 34", "+33199001234")]
    [InlineData("FR", "01\u00a099\u00a000\u00a012\u00a034", "+33199001234")]
    [InlineData("FR", "01\u202f99\u202f00\u202f12\u202f34", "+33199001234")]
    [InlineData("FR", "\u200e+33 1 99 00 12 34", "+33199001234")]
    [InlineData("FR", "０１９９００１２３４", "+33199001234")]
    [InlineData("FR", "01‑99‑00‑12‑34", "+33199001234")]
    [InlineData("FR", "199001234.0", "+33199001234")]
    [InlineData("FR", "'0199001234", "+33199001234")]
    [InlineData("FR", "=\"0199001234\"", "+33199001234")]
    [InlineData("FR", "tel:+33-1-99-00-12-34", "+33199001234")]
    [InlineData("FR", "sip:+33199001234@example.com;user=phone", "+33199001234")]
    [InlineData("FR", "%2B33199001234", "+33199001234")]
    [InlineData("FR", "06 39 98 00 11", "+33639980011")]
    [InlineData("FR", "07 39 98 00 11", "+33739980011")]
    [InlineData("FR", "09 99 00 12 34", "+33999001234")]
    // Overseas, dialed from the mainland.
    [InlineData("FR", "0590 12 34 56", "+590590123456")]
    [InlineData("FR", "0692 12 34 56", "+262692123456")]
    [InlineData("FR", "0696 12 34 56", "+596696123456")]
    [InlineData("FR", "+33 594 12 34 56", "+594594123456")]
    [InlineData("RE", "0262 12 34 56", "+262262123456")]
    // From a French list to abroad.
    [InlineData("FR", "+1 212 555 0121", "+12125550121")]
    [InlineData("FR", "00 32 2 555 12 12", "+3225551212")]
    [InlineData("FR", "+39 06 1234 5678", "+390612345678")]
    // North America.
    [InlineData("US", "(212) 555-0121", "+12125550121")]
    [InlineData("US", "212.555.0121", "+12125550121")]
    [InlineData("US", "1-212-555-0121", "+12125550121")]
    [InlineData("US", "+1 212 555 0121", "+12125550121")]
    [InlineData("US", "2125550121", "+12125550121")]
    [InlineData("US", "011 33 1 99 00 12 34", "+33199001234")]
    [InlineData("CA", "514 555 0121", "+15145550121")]
    // Words, signs and brackets round a number, and what spreadsheets make of one.
    [InlineData("FR", "+33 [0] 6 39 98 00 11", "+33639980011")]
    [InlineData("FR", "+33 {0}6 39 98 00 11", "+33639980011")]
    [InlineData("FR", "0033 (0) 639980011", "+33639980011")]
    [InlineData("GB", "+44 [0]20 7946 0000", "+442079460000")]
    [InlineData("FR", "06•39•98•00•11", "+33639980011")]
    [InlineData("FR", "06·39·98·00·11", "+33639980011")]
    [InlineData("FR", "06*39*98*00*11", "+33639980011")]
    [InlineData("FR", "06/39/98/00/11", "+33639980011")]
    [InlineData("FR", "06,39,98,00,11", "+33639980011")]
    [InlineData("FR", "06:39:98:00:11", "+33639980011")]
    [InlineData("FR", "06_39_98_00_11", "+33639980011")]
    [InlineData("FR", "06 39 98 00 11 (bureau)", "+33639980011")]
    [InlineData("FR", "Tél: 06 39 98 00 11", "+33639980011")]
    [InlineData("FR", "Tél. 06 39 98 00 11", "+33639980011")]
    [InlineData("FR", "Tel 2: 06 39 98 00 11", "+33639980011")]
    [InlineData("FR", "portable : 0639980011 après 18h", "+33639980011")]
    [InlineData("FR", "06 39 98 00 11 18h-20h", "+33639980011")]
    [InlineData("FR", "06 39 98 00 11 (75)", "+33639980011")]
    [InlineData("FR", "p:+33639980011", "+33639980011")]
    [InlineData("FR", "<a href=\"tel:+33639980011\">06 39 98 00 11</a>", "+33639980011")]
    [InlineData("FR", "=HYPERLINK(\"tel:+33639980011\";\"06 39 98 00 11\")", "+33639980011")]
    [InlineData("FR", "06&nbsp;39&nbsp;98&nbsp;00&nbsp;11", "+33639980011")]
    [InlineData("FR", "O6 39 98 OO 11", "+33639980011")]
    [InlineData("FR", "3.3639980011E10", "+33639980011")]
    [InlineData("FR", "3,3639980011E+10", "+33639980011")]
    [InlineData("FR", "6.39980011e8", "+33639980011")]
    [InlineData("FR", "33639980011.00", "+33639980011")]
    [InlineData("FR", "33639980011,00", "+33639980011")]
    [InlineData("FR", "639980011.0", "+33639980011")]
    [InlineData("FR", "+0639980011", "+33639980011")]
    [InlineData("FR", "++33 6 39 98 00 11", "+33639980011")]
    [InlineData("FR", "(+33) 6 39 98 00 11", "+33639980011")]
    [InlineData("FR", "+33.6.39.98.00.11", "+33639980011")]
    [InlineData("FR", "06.39.98.00.00", "+33639980000")]
    [InlineData("DE", "030/23125123", "+493023125123")]
    [InlineData("DE", "030 / 23125123", "+493023125123")]
    [InlineData("DE", "0171/3920012", "+491713920012")]
    [InlineData("DE", "Tel. +49 30/23125123", "+493023125123")]
    [InlineData("AT", "01/5123456", "+4315123456")]
    [InlineData("US", "6o2 555 o184", "+16025550184")]
    [InlineData("US", "Work: (602) 555-0184", "+16025550184")]
    [InlineData("US", "6.025550184E9", "+16025550184")]
    [InlineData("US", "6025550184.0", "+16025550184")]
    // Every country, though we have no table of it.
    [InlineData("AU", "0491 570 156", "+61491570156")]
    [InlineData("AU", "0011 33 1 99 00 12 34", "+33199001234")]
    [InlineData("PL", "22 123 45 67", "+48221234567")]
    [InlineData("SE", "08-123 456 78", "+46812345678")]
    [InlineData("BR", "(11) 96123-4567", "+5511961234567")]
    [InlineData("MX", "55 1234 5678", "+525512345678")]
    [InlineData("FR", "+61 491 570 156", "+61491570156")]
    [InlineData("FR", "+971 50 123 4567", "+971501234567")]
    [InlineData("US", "+1 876 555 0121", "+18765550121")] // Jamaica
    // Kept for fiction: in no library's ranges.
    [InlineData("GB", "01632 960123", "+441632960123")]
    // Others.
    [InlineData("GB", "020 7946 0000", "+442079460000")]
    [InlineData("GB", "+44 (0)7700 900123", "+447700900123")]
    [InlineData("DE", "030 1234567", "+49301234567")]
    [InlineData("ES", "612 345 678", "+34612345678")]
    [InlineData("IT", "06 1234 5678", "+390612345678")]
    [InlineData("BE", "0470 12 34 56", "+32470123456")]
    [InlineData("CH", "079 123 45 67", "+41791234567")]
    [InlineData("NL", "06 12345678", "+31612345678")]
    [InlineData("PT", "912 345 678", "+351912345678")]
    [InlineData("LU", "621 123 456", "+352621123456")]
    [InlineData("MA", "0612-345678", "+212612345678")]
    [InlineData("TN", "20 123 456", "+21620123456")]
    [InlineData("SN", "77 123 45 67", "+221771234567")]
    [InlineData("CI", "07 12 34 56 78", "+2250712345678")]
    public void A_number_is_read_however_it_is_written(string home, string cell, string number) =>
        Assert.Equal(number, One(cell, home).Phone?.Number);

    [Theory]
    [InlineData("FR", "112", NumberRefusal.Emergency)]
    [InlineData("FR", "15", NumberRefusal.Emergency)]
    [InlineData("FR", "1 7", NumberRefusal.Emergency)]
    [InlineData("FR", "18", NumberRefusal.Emergency)]
    [InlineData("FR", "114", NumberRefusal.Emergency)]
    [InlineData("FR", "115", NumberRefusal.Emergency)]
    [InlineData("FR", "119", NumberRefusal.Emergency)]
    [InlineData("FR", "191", NumberRefusal.Emergency)]
    [InlineData("FR", "196", NumberRefusal.Emergency)]
    [InlineData("FR", "999", NumberRefusal.Emergency)]
    [InlineData("FR", "tel:112", NumberRefusal.Emergency)]
    [InlineData("FR", "112;phone-context=+33", NumberRefusal.Emergency)]
    [InlineData("FR", "+33 112", NumberRefusal.Emergency)]
    [InlineData("FR", "%31%31%32", NumberRefusal.Emergency)]
    [InlineData("FR", "１１２", NumberRefusal.Emergency)]
    [InlineData("US", "911", NumberRefusal.Emergency)]
    [InlineData("US", "9-1-1", NumberRefusal.Emergency)]
    [InlineData("US", "+1 911", NumberRefusal.Emergency)]
    [InlineData("US", "1911", NumberRefusal.ShortCode)]
    [InlineData("FR", "08 99 12 34 56", NumberRefusal.Premium)]
    [InlineData("FR", "0033 899 123456", NumberRefusal.Premium)]
    [InlineData("FR", "+33 (0)8 90 12 34 56", NumberRefusal.Premium)]
    [InlineData("FR", "%2B33899123456", NumberRefusal.Premium)]
    [InlineData("FR", "899123456", NumberRefusal.Premium)]
    [InlineData("FR", "tel:0899123456;phone-context=+33", NumberRefusal.Premium)]
    [InlineData("FR", "+881 6 1234 5678", NumberRefusal.Premium)]
    [InlineData("FR", "00 882 16 123456", NumberRefusal.Premium)]
    [InlineData("FR", "+870 773 123456", NumberRefusal.Premium)]
    [InlineData("FR", "+979 1 23456789", NumberRefusal.Premium)]
    [InlineData("US", "+1 900 555 0100", NumberRefusal.Premium)]
    [InlineData("US", "(900) 555-0100", NumberRefusal.Premium)]
    [InlineData("US", "212 976 0100", NumberRefusal.Premium)]
    [InlineData("GB", "0909 879 0000", NumberRefusal.Premium)]
    [InlineData("DE", "0900 1 123456", NumberRefusal.Premium)]
    [InlineData("CH", "0901 123 456", NumberRefusal.Premium)]
    [InlineData("ES", "806 123 456", NumberRefusal.Premium)]
    [InlineData("IT", "899 123 456", NumberRefusal.Premium)]
    [InlineData("FR", "3256", NumberRefusal.ShortCode)]
    [InlineData("FR", "118 218", NumberRefusal.ShortCode)]
    [InlineData("FR", "1023", NumberRefusal.ShortCode)]
    [InlineData("FR", "01 99 00 1", NumberRefusal.TooShort)]
    [InlineData("FR", "01 99 00 12 34 5", NumberRefusal.TooLong)]
    [InlineData("FR", "0000000000", NumberRefusal.NotInPlan)]
    [InlineData("FR", "inconnu", NumberRefusal.NotANumber)]
    [InlineData("FR", "1-800-FLOWERS", NumberRefusal.NotANumber)]
    [InlineData("FR", "", NumberRefusal.Empty)]
    [InlineData("FR", " - ", NumberRefusal.Empty)]
    [InlineData("FR", "+210 1 234 5678", NumberRefusal.CountryNotServed)]
    [InlineData("US", "555-0100", NumberRefusal.AreaCodeMissing)]
    [InlineData("US", "000-000-0000", NumberRefusal.NotInPlan)]
    [InlineData("US", "112-555-0100", NumberRefusal.NotInPlan)]
    [InlineData("US", "800 555 0199", NumberRefusal.TollFree)]
    [InlineData("US", "1-888-555-0199", NumberRefusal.TollFree)]
    [InlineData("FR", "+1 877 555 0199", NumberRefusal.TollFree)]
    [InlineData("FR", "0800 12 34 56", NumberRefusal.TollFree)]
    [InlineData("GB", "0800 123 4567", NumberRefusal.TollFree)]
    [InlineData("FR", "+800 1234 5678", NumberRefusal.TollFree)]
    [InlineData("US", "1-800-FLOWERS", NumberRefusal.NotANumber)]
    [InlineData("AU", "1900 123 456", NumberRefusal.Premium)]
    [InlineData("FR", "6.3998E+08", NumberRefusal.Scientific)]
    [InlineData("FR", "3,36E+10", NumberRefusal.Scientific)]
    [InlineData("FR", "appeler le 112", NumberRefusal.Emergency)]
    [InlineData("FR", "06 39 XX XX 11", NumberRefusal.NotANumber)]
    [InlineData("FR", "jean75@example.com", NumberRefusal.NotANumber)]
    [InlineData("FR", "0639\uFFFD8\uFFFD0011", NumberRefusal.TooShort)]
    [InlineData("FR", "+999 12345678", NumberRefusal.Premium)]
    public void What_must_not_or_cannot_be_dialed_is_refused_by_name(string home, string cell, NumberRefusal refusal)
    {
        foreach (var read in CellReader.Read(cell, Home(home)))
        {
            Assert.Null(read.Phone);
            Assert.Equal(refusal, read.Refusal);
            break;
        }
        Assert.DoesNotContain(CellReader.Read(cell, Home(home)), read => read.Phone is not null);
    }

    [Theory]
    [InlineData("305.555.0169 x12", "12")]
    [InlineData("305-555-0169 ext. 4", "4")]
    [InlineData("305-555-0169 extension 1234", "1234")]
    [InlineData("(305) 555-0169 #7", "7")]
    [InlineData("tel:+1-305-555-0169;ext=99", "99")]
    [InlineData("305 555 0169 poste 12", "12")]
    public void An_extension_is_kept_apart_from_the_number(string cell, string extension)
    {
        var phone = One(cell, "US").Phone!;
        Assert.Equal(("+13055550169", extension), (phone.Number, phone.Extension));
    }

    [Theory]
    [InlineData("+33 1 99 00 12 34 / 06 39 98 00 11")]
    [InlineData("01 99 00 12 34, 06 39 98 00 11")]
    [InlineData("01 99 00 12 34 ou 06 39 98 00 11")]
    [InlineData("0199001234;0639980011")]
    [InlineData("01 99 00 12 34\n06 39 98 00 11")]
    [InlineData("01 99 00 12 34 - 06 39 98 00 11")]
    [InlineData("01 99 00 12 34 06 39 98 00 11")]
    [InlineData("01.99.00.12.34 - 06.39.98.00.11")]
    [InlineData("+33 1 99 00 12 34 +33 6 39 98 00 11")]
    [InlineData("+33 1 99 00 12 34 ::: +33 6 39 98 00 11")]
    [InlineData("01 99 00 12 34 (dom.) 06 39 98 00 11 (port.)")]
    [InlineData("fixe 0199001234, portable 0639980011")]
    [InlineData("01 99 00 12 34 oder 06 39 98 00 11")]
    [InlineData("1) 01 99 00 12 34 2) 06 39 98 00 11")]
    [InlineData("0199001234 0639980011")]
    public void Two_numbers_in_one_cell_are_two(string cell)
    {
        var read = CellReader.Read(cell, Home("FR"));
        Assert.Equal(["+33199001234", "+33639980011"], read.Select(number => number.Phone?.Number));
        Assert.Equal([PhoneKind.Landline, PhoneKind.Mobile], read.Select(number => number.Phone!.Kind));
    }

    [Fact]
    public void A_good_number_beside_a_refused_one_is_kept()
    {
        var read = CellReader.Read("112 / 06 39 98 00 11", Home("FR"));
        Assert.Equal([NumberRefusal.Emergency, NumberRefusal.None], read.Select(number => number.Refusal));
    }

    /// <summary>Random cells: never an exception, and nothing comes out that the plan forbids.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_forbidden_comes_out_of_any_cell(ulong seed)
    {
        var random = new Core.Time.SeededRandom(seed);
        string[] pieces = ["+", "00", "0", "1", "11", "112", "33", "8", "89", "9", "15", "17", " ", ".", "-", "(", ")", "(0)", "/", ";", "x", "%2B", "tel:", ";ext=", ";phone-context=+33", "\u00a0", "é", "E+", "900", "976", "881", "011", "\0", "%", "@", "#", ","];
        for (int i = 0; i < 20_000; i++)
        {
            string cell = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var home in new[] { Home("FR"), Home("US"), Home("IT") })
                foreach (var read in CellReader.Read(cell, home))
                    Assert.True(read.Phone is null ? read.Refusal != NumberRefusal.None : NumberPlan.Classify(read.Phone.Number) == NumberClass.Ordinary, cell);
        }
    }

    [Fact]
    public void Beside_a_country_that_is_not_understood_only_a_number_that_names_its_own_is_read()
    {
        Assert.Equal("+33639980011", Assert.Single(CellReader.Read("+33 6 39 98 00 11", null)).Phone?.Number);
        Assert.Equal("+33639980011", Assert.Single(CellReader.Read("0033 639980011", null)).Phone?.Number);
        Assert.Equal(NumberRefusal.CountryNotServed, Assert.Single(CellReader.Read("06 39 98 00 11", null)).Refusal);
        Assert.Equal(NumberRefusal.Emergency, Assert.Single(CellReader.Read("112", null)).Refusal);
    }

    [Fact]
    public void A_cell_beyond_all_measure_is_refused_at_once() =>
        Assert.Equal(NumberRefusal.NotANumber, One(new string('1', 1_000_000), "FR").Refusal);
}
