using Dialer.Core.Leads;
using Dialer.Line;
using Xunit;

namespace Dialer.Sip.Tests.Trunks;

/// <summary>How trunks write numbers, and how the numbers that they send are read.</summary>
public sealed class NumberFormatTests
{
    private static readonly Country? Nowhere = Countries.Find("");

    private static Country? Of(string iso) => Countries.Find(iso);

    [Theory]
    [InlineData("FR", NumberForm.E164, "+33199001234", "+33199001234")]
    [InlineData("FR", NumberForm.Digits, "+33199001234", "33199001234")]
    [InlineData("FR", NumberForm.International, "+33199001234", "0033199001234")]
    [InlineData("FR", NumberForm.National, "+33199001234", "0199001234")]
    [InlineData("FR", NumberForm.National, "+442079460000", "00442079460000")]
    [InlineData("FR", NumberForm.E164, "0199001234", "+33199001234")]
    [InlineData("FR", NumberForm.AsGiven, "0199001234", "0199001234")]
    [InlineData("FR", NumberForm.National, "1001", "1001")]
    [InlineData("US", NumberForm.International, "+33199001234", "01133199001234")]
    [InlineData("US", NumberForm.National, "+12125551234", "2125551234")]
    [InlineData("US", NumberForm.Digits, "+12125551234", "12125551234")]
    [InlineData("IT", NumberForm.National, "+390612345678", "0612345678")]
    [InlineData("ES", NumberForm.National, "+34912345678", "912345678")]
    [InlineData("GB", NumberForm.National, "+442079460000", "02079460000")]
    [InlineData("", NumberForm.International, "+33199001234", "0033199001234")]
    [InlineData("", NumberForm.E164, "+33199001234", "+33199001234")]
    public void A_number_is_written_in_the_trunks_form(string country, NumberForm form, string number, string written) =>
        Assert.Equal(written, new NumberFormat(form).Write(number, Of(country)));

    [Theory]
    [InlineData("", "9", "+33199001234", "90199001234")]
    [InlineData("0", "", "+33199001234", "199001234")]
    [InlineData("0", "0033", "+33199001234", "0033199001234")]
    [InlineData("7", "", "+33199001234", "0199001234")]
    [InlineData("", "#31#", "+33199001234", "#31#0199001234")]
    public void Digits_are_taken_off_and_put_before(string strip, string prefix, string number, string written) =>
        Assert.Equal(written, new NumberFormat(NumberForm.National, strip, prefix).Write(number, Of("FR")));

    [Fact]
    public void The_number_s_country_may_have_a_form_of_its_own_and_the_longest_beginning_counts()
    {
        var format = new NumberFormat(NumberForm.National) { ByCountry = [new("+44", NumberForm.E164), new("+447", NumberForm.Digits)] };
        Assert.Equal(("0199001234", "+442079460000", "447700900123", "0034912345678"),
            (format.Write("+33199001234", Of("FR")), format.Write("+442079460000", Of("FR")), format.Write("+447700900123", Of("FR")), format.Write("+34912345678", Of("FR"))));
    }

    [Theory]
    [InlineData("0199001234")]
    [InlineData("0033199001234")]
    [InlineData("+33199001234")]
    [InlineData("33199001234")]
    [InlineData("199001234")]
    [InlineData("+33199001234;npdi")]
    [InlineData("+33199001234;rn=+33100000000;npdi=yes")]
    [InlineData("+33-1-99-00-12-34")]
    [InlineData("+33.1.99.00.12.34")]
    [InlineData("(01) 99 00 12 34")]
    [InlineData("199001234;phone-context=+33")]
    [InlineData("0199001234;PHONE-CONTEXT=+33;npdi")]
    [InlineData("0199001234;phone-context=carrier.example")]
    public void Every_way_to_write_a_french_number_reads_the_same(string user) => Assert.Equal("+33199001234", NumberReading.International(user, Of("FR")));

    [Theory]
    [InlineData("US", "2125551234", "+12125551234")]
    [InlineData("US", "12125551234", "+12125551234")]
    [InlineData("US", "01133199001234", "+33199001234")]
    [InlineData("GB", "02079460000", "+442079460000")]
    [InlineData("IT", "0612345678", "+390612345678")]
    [InlineData("ES", "912345678", "+34912345678")]
    [InlineData("ES", "0034912345678", "+34912345678")]
    [InlineData("CI", "0102030405", "+2250102030405")]
    [InlineData("FR", "1001", null)]
    [InlineData("FR", "sales", null)]
    [InlineData("FR", "anonymous", null)]
    [InlineData("FR", "", null)]
    [InlineData("FR", "+", null)]
    [InlineData("", "0199001234", null)]
    [InlineData("", "0033199001234", "+33199001234")]
    [InlineData("FR", "99999999999999999999999999999999999999999", null)]
    public void A_number_is_read_as_its_country_writes_it_or_not_at_all(string country, string user, string? read) => Assert.Equal(read, NumberReading.International(user, Of(country)));

    [Fact]
    public void What_a_trunk_puts_before_the_numbers_that_it_sends_is_taken_off()
    {
        var numbers = new TrunkNumbers { Country = Of("FR"), InboundCalling = new(NumberForm.AsGiven, Strip: "9"), InboundCalled = new(NumberForm.AsGiven, Prefix: "+331990012") };
        Assert.Equal(("+33639980011", "+33199001234"), (numbers.ReadCalling("90639980011", Nowhere), numbers.ReadCalled("34", Nowhere)));
    }
}
