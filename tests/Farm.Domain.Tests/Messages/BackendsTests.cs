namespace Farm.Domain.Tests.Messages;

public sealed class BackendsTests
{
    private static readonly WorkerName simd = new("a", "host a", 0, "cpu", "simd-512", "processor");
    private static readonly WorkerName near = new("b", "host b", 0, "gpu:0 Model", "ilgpu-opencl-near", "processor");

    [Theory]
    [InlineData("simd-128")]
    [InlineData("ilgpu-cpu")]
    [InlineData("ilgpu-opencl")]
    [InlineData("ilgpu-cuda")]
    public void Backends_that_promise_equal_bits_are_compared_whoever_and_whatever_computed(string backend)
    {
        Assert.True(Backends.PromisesEqualBits(backend));
        Assert.True(Backends.AreComparable(simd, simd with { Host = "c", Device = "gpu:1 Other", Backend = backend }));
    }

    [Fact]
    public void What_is_near_is_compared_with_nothing_but_the_same_device_of_the_same_host()
    {
        Assert.False(Backends.PromisesEqualBits(near.Backend));
        Assert.False(Backends.AreComparable(simd, near));
        Assert.False(Backends.AreComparable(near, near with { Host = "host c" }));
        Assert.False(Backends.AreComparable(near, near with { Device = "gpu:1 Model" }));
        Assert.False(Backends.AreComparable(near, near with { Backend = "ilgpu-cuda-near" }));
        Assert.True(Backends.AreComparable(near, near with { Node = "another life", Slot = 3 }));
    }
}
