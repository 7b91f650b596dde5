using Dialer.Sip.Media;
using NAudio.Codecs;
using Xunit;

namespace Dialer.Sip.Tests.Media;

/// <summary>Our codecs of the media path beside a library's that no one here wrote.</summary>
public sealed class CodecOracleTests
{
    private static readonly byte[] AllOctets = [.. Enumerable.Range(0, 256).Select(octet => (byte)octet)];
    private static readonly short[] AllSamples = [.. Enumerable.Range(short.MinValue, 65_536).Select(sample => (short)sample)];

    [Fact]
    public void Every_octet_of_G711_means_the_same_sample()
    {
        short[] aLaw = new short[256], muLaw = new short[256];
        G711.DecodeALaw(AllOctets, aLaw);
        G711.DecodeMuLaw(AllOctets, muLaw);
        Assert.Equal(AllOctets.Select(ALawDecoder.ALawToLinearSample), aLaw);

        // The second zero of mu-law: the library says -1, the recommendation (table 2b) 0.
        Assert.Equal(AllOctets.Select(octet => octet == 0x7F ? (short)0 : MuLawDecoder.MuLawToLinearSample(octet)), muLaw);
    }

    /// <summary>The laws know 13 bits of a sample (mu-law 14): within that step of the middle between two octets either may be chosen.</summary>
    [Fact]
    public void Every_sample_is_as_near_to_its_octet_of_G711_as_the_librarys()
    {
        byte[] aLaw = new byte[AllSamples.Length], muLaw = new byte[AllSamples.Length];
        G711.EncodeALaw(AllSamples, aLaw);
        G711.EncodeMuLaw(AllSamples, muLaw);
        for (int i = 0; i < AllSamples.Length; i++)
        {
            int sample = AllSamples[i];
            int error = Math.Abs(ALawDecoder.ALawToLinearSample(aLaw[i]) - sample), theirs = Math.Abs(ALawDecoder.ALawToLinearSample(ALawEncoder.LinearToALawSample(AllSamples[i])) - sample);
            Assert.True(error <= theirs + 8, $"A-law of {sample}: {error} from it, the library {theirs}");
            error = Math.Abs(MuLawDecoder.MuLawToLinearSample(muLaw[i]) - sample);
            theirs = Math.Abs(MuLawDecoder.MuLawToLinearSample(MuLawEncoder.LinearToMuLawSample(AllSamples[i])) - sample);
            Assert.True(error <= theirs + 4, $"mu-law of {sample}: {error} from it, the library {theirs}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void G722_of_any_samples_is_the_librarys_octet_for_octet(int seed)
    {
        var random = new Random(seed);
        short[] samples = new short[16_000];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (short)Math.Clamp((12_000 * Math.Sin(i * i * 1e-4)) + random.Next(-3_000, 3_000), short.MinValue, short.MaxValue);
        byte[] ours = new byte[samples.Length / 2], theirs = new byte[samples.Length / 2];
        new G722Encoder().Encode(samples, ours);
        new G722Codec().Encode(new G722CodecState(64_000, G722Flags.None), theirs, samples, samples.Length);
        Assert.Equal(theirs, ours);
        short[] heard = new short[samples.Length], heardByThem = new short[samples.Length];
        new G722Decoder().Decode(ours, heard);
        new G722Codec().Decode(new G722CodecState(64_000, G722Flags.None), heardByThem, ours, ours.Length);
        Assert.Equal(heardByThem, heard);
    }
}
