using Farm.Numerics.Gpu;

namespace Farm.Studies.Tests.Gpu;

[Collection(GpuTests.Name)]
public sealed class GpuDeviceTests
{
    public static TheoryData<string> Words => Gpus.Words;

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void Every_exact_operation_has_the_hosts_bits(string word) => Assert.True(Gpus.Of(word).PromisesEqualBits);

    [Fact]
    public void The_simulated_device_is_listed_only_on_wish()
    {
        Assert.Equal("gpu:cpu", GpuDevice.Simulated().Word);
        Assert.All(GpuDevice.All(), d => Assert.NotEqual(GpuKind.Simulated, d.Kind));
        Assert.Equal(Enumerable.Range(0, GpuDevice.All().Count), GpuDevice.All().Select(d => d.Number));
    }

    [SkippableTheory]
    [MemberData(nameof(Words))]
    public void A_buffer_grows_and_gives_back_what_was_put_in(string word)
    {
        var device = Gpus.Of(word);
        device.Bind();
        using var buffer = device.Buffer<float>();
        foreach (var length in new[] { 5, 3, 100 })
        {
            var numbers = Enumerable.Range(0, length).Select(i => i + 0.5f).ToArray();
            buffer.Put(numbers);
            var back = new float[length];
            buffer.Get(back);
            Assert.Equal(numbers, back);
        }
    }
}
