using System.Buffers.Binary;

namespace Dialer.Host.Amd;

/// <summary>A file that cannot be used, said in words for the person who named it.</summary>
internal sealed class AudioRefusedException(string message) : Exception(message);

/// <summary>
/// Reads RIFF WAVE: PCM of 8, 16, 24 or 32 bits, 32-bit float, A-law and mu-law, any count of channels, 4 to 192 kHz;
/// gives one channel as 16-bit samples at 8 kHz. At most 64 MB.
/// </summary>
internal static class WaveReader
{
    private const int LongestBytes = 64 << 20;

    /// <exception cref="AudioRefusedException">Not a WAVE file, or one of a kind that is not read; the message names file and cause.</exception>
    public static short[] Read8kHz(string path, int channel = 0)
    {
        byte[] bytes = ReadBytes(path);
        return Parse(bytes, path, channel);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            FileInfo info = new(path);
            if (!info.Exists) throw new AudioRefusedException($"{path}: no such file");
            if (info.Length > LongestBytes) throw new AudioRefusedException($"{path}: {info.Length} bytes, at most {LongestBytes} are read");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioRefusedException($"{path}: {e.Message}");
        }
    }

    internal static short[] Parse(ReadOnlySpan<byte> bytes, string path, int channel)
    {
        if (bytes.Length == 0) throw new AudioRefusedException($"{path}: the file is empty");
        if (bytes.Length < 12 || !bytes[..4].SequenceEqual("RIFF"u8) || !bytes.Slice(8, 4).SequenceEqual("WAVE"u8)) throw new AudioRefusedException($"{path}: not a WAVE file");
        Format format = default;
        bool haveFormat = false;
        int at = 12;
        while (at + 8 <= bytes.Length)
        {
            ReadOnlySpan<byte> id = bytes.Slice(at, 4);
            // Writers that stream leave the length at 0 or at its maximum; what is there counts.
            uint stated = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
            int length = (int)Math.Min(stated, (uint)(bytes.Length - at - 8));
            ReadOnlySpan<byte> body = bytes.Slice(at + 8, length);
            if (id.SequenceEqual("fmt "u8))
            {
                format = ReadFormat(body, path);
                haveFormat = true;
            }
            else if (id.SequenceEqual("data"u8))
            {
                if (!haveFormat) throw new AudioRefusedException($"{path}: samples before their format");
                if (stated == 0 && bytes.Length > at + 8) body = bytes[(at + 8)..];
                return Convert(body, format, path, channel);
            }
            at += 8 + length + (length & 1);
        }
        throw new AudioRefusedException($"{path}: no samples in it");
    }

    private static Format ReadFormat(ReadOnlySpan<byte> body, string path)
    {
        if (body.Length < 16) throw new AudioRefusedException($"{path}: the format chunk is cut off");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(body);
        if (tag == 0xFFFE && body.Length >= 26) tag = BinaryPrimitives.ReadUInt16LittleEndian(body[24..]);
        Format format = new(
            tag,
            BinaryPrimitives.ReadUInt16LittleEndian(body[2..]),
            BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(body[14..]));
        if (format.Channels is < 1 or > 32) throw new AudioRefusedException($"{path}: {format.Channels} channels");
        if (format.Rate is < 4000 or > 192_000) throw new AudioRefusedException($"{path}: a sample rate of {format.Rate} Hz");
        bool known = (format.Tag, format.Bits) is (1, 8 or 16 or 24 or 32) or (3, 32) or (6 or 7, 8);
        return known ? format : throw new AudioRefusedException($"{path}: WAVE format {format.Tag} with {format.Bits} bits is not read (PCM, float, A-law and mu-law are)");
    }

    private static short[] Convert(ReadOnlySpan<byte> data, Format format, string path, int channel)
    {
        if (channel < 0 || channel >= format.Channels) throw new AudioRefusedException($"{path}: has no channel {channel + 1}, only {format.Channels}");
        int width = format.Bits / 8;
        int count = data.Length / (width * format.Channels);
        if (count == 0) throw new AudioRefusedException($"{path}: no samples in it");
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) samples[i] = Sample(data.Slice((i * format.Channels + channel) * width, width), format);
        float[] narrow = format.Rate == 8000 ? samples : Resampler.To8kHz(samples, format.Rate);
        return Signal.ToPcm(narrow);
    }

    private static float Sample(ReadOnlySpan<byte> bytes, Format format) => (format.Tag, format.Bits) switch
    {
        (1, 8) => (bytes[0] - 128) * 256f,
        (1, 16) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        (1, 24) => (bytes[0] << 8 | bytes[1] << 16 | bytes[2] << 24) / 65536f,
        (1, 32) => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 65536f,
        (3, 32) => Finite(BinaryPrimitives.ReadSingleLittleEndian(bytes)) * 32768f,
        (6, 8) => G711.FromALaw(bytes[0]),
        _ => G711.FromMuLaw(bytes[0]),
    };

    private static float Finite(float value) => float.IsFinite(value) ? Math.Clamp(value, -4f, 4f) : 0f;

    private readonly record struct Format(int Tag, int Channels, int Rate, int Bits);
}

/// <summary>Windowed-sinc resampling (Blackman, 16 zero crossings each side, cut at 3.6 kHz or below the source's half).</summary>
internal static class Resampler
{
    private const int Crossings = 16;

    public static float[] To8kHz(ReadOnlySpan<float> source, int rate)
    {
        double step = rate / 8000.0;
        double cutoff = Math.Min(0.5 * 0.92, 0.5 * 0.92 / step);
        int reach = (int)Math.Ceiling(Crossings / (2 * cutoff));
        float[] result = new float[(int)(source.Length / step)];
        for (int i = 0; i < result.Length; i++)
        {
            double centre = i * step;
            int first = Math.Max(0, (int)centre - reach + 1), last = Math.Min(source.Length - 1, (int)centre + reach);
            double sum = 0;
            for (int k = first; k <= last; k++) sum += source[k] * Kernel(k - centre, cutoff, reach);
            result[i] = (float)sum;
        }
        return result;
    }

    private static double Kernel(double x, double cutoff, int reach)
    {
        double u = x / reach;
        if (Math.Abs(u) >= 1) return 0;
        double window = 0.42 + 0.5 * Math.Cos(Math.PI * u) + 0.08 * Math.Cos(2 * Math.PI * u);
        double t = 2 * Math.PI * cutoff * x;
        return 2 * cutoff * window * (Math.Abs(t) < 1e-9 ? 1 : Math.Sin(t) / t);
    }
}
